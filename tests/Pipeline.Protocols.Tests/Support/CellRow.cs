using System.Globalization;
using System.Text;

namespace Pipeline.Protocols.Tests.Support;

/// <summary>A row of any table, copied: each cell as text. Rows with the same cells are equal.</summary>
internal sealed record CellRow(string Table, string Cells)
{
    private const char Between = '\u001e';

    /// <summary>The text of a cell; numbers and enumerations as their numbers.</summary>
    public string this[string column]
    {
        get
        {
            var start = Cells.IndexOf($"{Between}{column}=", StringComparison.Ordinal) + column.Length + 2;
            Assert.True(start > column.Length + 1, $"no column {column} in {Table}");
            return Cells[start..Cells.IndexOf(Between, start)];
        }
    }

    public static CellRow Of(RecordBatch batch, int row)
    {
        var text = new StringBuilder();
        for (var column = 0; column < batch.Schema.Columns.Length; column++)
            text.Append(CultureInfo.InvariantCulture, $"{Between}{batch.Schema.Columns[column].Name}={Cell(batch, column, row)}");
        return new CellRow(batch.Schema.Name, text.Append(Between).ToString());
    }

    /// <summary>The same row with another text in some cells.</summary>
    public CellRow With(string text, params string[] columns) =>
        columns.Aggregate(this, (row, column) => row with { Cells = row.Cells.Replace($"{Between}{column}={row[column]}{Between}", $"{Between}{column}={text}{Between}", StringComparison.Ordinal) });

    public override string ToString() => $"{Table}{Cells.Replace(Between, ' ')}";

    private static string Cell(RecordBatch batch, int column, int row)
    {
        var type = batch.Schema.Columns[column].Type;
        if (type.Kind is ColumnKind.Utf8 or ColumnKind.FixedUtf8)
            return Encoding.UTF8.GetString(batch.Text(column, row)).TrimEnd('\0');
        return type.Width switch
        {
            1 => batch.Column<byte>(column)[row].ToString(CultureInfo.InvariantCulture),
            2 => batch.Column<ushort>(column)[row].ToString(CultureInfo.InvariantCulture),
            4 => batch.Column<uint>(column)[row].ToString(CultureInfo.InvariantCulture),
            8 => batch.Column<long>(column)[row].ToString(CultureInfo.InvariantCulture),
            _ => batch.Column<UInt128>(column)[row].ToString(CultureInfo.InvariantCulture),
        };
    }
}
