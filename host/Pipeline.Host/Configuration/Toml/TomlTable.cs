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
