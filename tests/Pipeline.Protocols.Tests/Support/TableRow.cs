using System.Globalization;
using System.Text;

namespace Pipeline.Protocols.Tests.Support;

/// <summary>A row of any table, copied: each cell as text, by its column's name; enums by their names. Rows with the same cells are equal.</summary>
internal sealed record TableRow
{
    private Dictionary<string, string> _cells = [];

    private TableRow(string table) => Table = table;

    public string Table { get; }

    public string this[string column] => _cells[column];

    /// <summary>Whether the table has a column.</summary>
    public bool Has(string column) => _cells.ContainsKey(column);

    /// <summary>The same row with another text in some cells.</summary>
    public TableRow With(string text, params string[] columns)
    {
        var changed = this with { _cells = new(_cells) };
        foreach (var column in columns)
            changed._cells[column] = Has(column) ? text : throw new ArgumentException($"no column {column} in {Table}", nameof(columns));
        return changed;
    }

    /// <summary>Several cells with a bar between them.</summary>
    public string Cells(params string[] columns) => string.Join('|', columns.Select(c => _cells[c]));

    /// <summary>All cells, for comparison, but for some columns.</summary>
    public string But(params string[] columns) => string.Join('|', _cells.Where(c => !columns.Contains(c.Key)).Select(c => $"{c.Key}={c.Value}"));

    /// <summary>Whether each cell is that of another row, or the beginning of it, or says nothing; some columns apart.</summary>
    public bool IsPartOf(TableRow whole, params string[] apart) => Difference(whole, apart) is null;

    /// <summary>The first cell that is neither another row's, nor the beginning of it, nor empty.</summary>
    public string? Difference(TableRow whole, params string[] apart) =>
        _cells.Where(c => !(apart.Contains(c.Key) || c.Value is "" or "0" or "none" or "unknown" || whole[c.Key] == c.Value || whole[c.Key].StartsWith(c.Value.TrimEnd('}', ']', '"'), StringComparison.Ordinal))).Select(c => $"{c.Key} = {c.Value} instead of {whole[c.Key]}").FirstOrDefault();

    public bool Equals(TableRow? other) => other is not null && Table == other.Table && But() == other.But();

    public override int GetHashCode() => But().GetHashCode(StringComparison.Ordinal);

    public override string ToString() => $"{Table} {But()}";

    public static TableRow Of(RecordBatch batch, int row)
    {
        var copy = new TableRow(batch.Schema.Name);
        for (var ordinal = 0; ordinal < batch.Schema.Columns.Length; ordinal++)
            copy._cells[batch.Schema.Columns[ordinal].Name] = Cell(batch, ordinal, row);
        return copy;
    }

    private static string Cell(RecordBatch batch, int ordinal, int row)
    {
        var type = batch.Schema.Columns[ordinal].Type;
        switch (type.Kind)
        {
            case ColumnKind.Utf8 or ColumnKind.FixedUtf8:
                return Encoding.UTF8.GetString(batch.Text(ordinal, row)).TrimEnd('\0');
            case ColumnKind.Utf8List:
                var texts = new List<string>();
                foreach (var text in new Utf8List(batch.Cell(ordinal, row)))
                    texts.Add(Encoding.UTF8.GetString(text));
                return string.Join(' ', texts);
            case ColumnKind.Ip:
                return Convert.ToHexStringLower(batch.Cell(ordinal, row));
        }

        var bytes = batch.Cell(ordinal, row);
        var value = 0L;
        for (var i = bytes.Length - 1; i >= 0; i--)
            value = value << 8 | bytes[i];
        return type.Kind == ColumnKind.Enum
            ? type.Names.Single(n => n.Value == value).Name
            : value.ToString(CultureInfo.InvariantCulture);
    }
}
