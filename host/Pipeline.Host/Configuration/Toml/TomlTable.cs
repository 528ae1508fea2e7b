using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Host.Configuration.Toml;

/// <summary>Keys and values in the order in which they were written.</summary>
internal sealed class TomlTable(SourceSpan span, TomlTableOrigin origin) : TomlValue(span)
{
    private readonly List<TomlEntry> _entries = [];
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);

    public IReadOnlyList<TomlEntry> Entries => _entries;

    public TomlTableOrigin Origin { get; private set; } = origin;

    public override string TypeName => Origin == TomlTableOrigin.Inline ? "an inline table" : "a table";

    public bool TryGet(string name, out TomlEntry entry)
    {
        bool found = _byName.TryGetValue(name, out int index);
        entry = found ? _entries[index] : default;
        return found;
    }

    public bool TryGetValue(string name, [NotNullWhen(true)] out TomlValue? value)
    {
        value = TryGet(name, out TomlEntry entry) ? entry.Value : null;
        return value is not null;
    }

    /// <summary>A copy with another value at a path of keys; tables on the way that were not there are made.</summary>
    public TomlTable With(ReadOnlySpan<string> path, TomlValue value)
    {
        var copy = new TomlTable(Span, Origin);
        foreach (var (key, existing) in _entries)
            if (key.Name != path[0])
                copy.Add(key, existing);
        if (path.Length > 1)
        {
            var inner = TryGetValue(path[0], out var existing) && existing is TomlTable table ? table : new TomlTable(value.Span, TomlTableOrigin.Header);
            value = inner.With(path[1..], value);
        }

        copy.Add(new TomlKey(path[0], value.Span), value);
        return copy;
    }

    internal void Add(TomlKey key, TomlValue value)
    {
        _byName.Add(key.Name, _entries.Count);
        _entries.Add(new TomlEntry(key, value));
    }

    /// <summary>An implicit table gets its definition, an inline one its closing brace.</summary>
    internal void Define(TomlTableOrigin origin, SourceSpan definition)
    {
        Origin = origin;
        Span = definition;
    }
}
