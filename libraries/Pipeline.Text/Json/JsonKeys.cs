namespace Pipeline.Text.Json;

/// <summary>
/// The keys of a table's rows, each used once: <c>table</c>, the columns, and <c>NAME_base64</c> for exact bytes. A key that is taken gets an underscore more.
/// </summary>
internal sealed class JsonKeys
{
    public const string Table = "table";

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal) { Table };
    private readonly string[] _columns;
    private readonly string[] _exact;

    public JsonKeys(TableSchema table)
    {
        _columns = [.. table.Columns.Select(column => Take(column.Name))];
        _exact = [.. table.Columns.Select(column => Take(column.Name + "_base64"))];
    }

    /// <summary>All of them, plain.</summary>
    public IEnumerable<string> Taken => _taken;

    /// <summary>The key of a column, quoted.</summary>
    public byte[] Column(int ordinal) => JsonText.Quote(_columns[ordinal]);

    /// <summary>The key of a column's exact bytes, quoted.</summary>
    public byte[] Exact(int ordinal) => JsonText.Quote(_exact[ordinal]);

    private string Take(string key)
    {
        while (!_taken.Add(key))
            key += "_";
        return key;
    }
}
