namespace Pipeline.Bpf.Objects;

/// <summary>The declaration tags on one thing: bare words and <c>key=value</c>.</summary>
internal sealed class TagSet(IEnumerable<string> tags)
{
    private readonly Dictionary<string, string> _values = Split(tags);

    internal string? this[string key] => _values.GetValueOrDefault(key);

    internal bool Has(string word) => _values.ContainsKey(word);

    /// <summary>The column with the unit, help and heading that stand in the tags.</summary>
    internal ColumnSchema Describe(ColumnSchema column) => column with { Unit = this["unit"], Help = this["help"], Heading = this["heading"] };

    /// <summary>Refuses a misspelt key, which would otherwise do nothing in silence.</summary>
    internal void AllowOnly(string where, params ReadOnlySpan<string> keys)
    {
        foreach (var key in _values.Keys)
            if (!keys.Contains(key))
                throw new FormatException($"{where} has an unknown tag '{key}' (known: {string.Join(", ", keys.ToArray())})");
    }

    private static Dictionary<string, string> Split(IEnumerable<string> tags)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in tags)
        {
            var mark = tag.IndexOfAny(['=', ':']);
            values[mark < 0 ? tag : tag[..mark]] = mark < 0 ? "" : tag[(mark + 1)..];
        }

        return values;
    }
}
