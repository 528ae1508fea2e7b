using System.Runtime.InteropServices;

namespace Pipeline.Plugins.Tests.Support;

/// <summary>A row of a table that groups made, copied.</summary>
internal sealed class GroupedRow
{
    private readonly Dictionary<string, object> _cells = [];

    public GroupedRow(RecordBatch batch, int row)
    {
        var columns = batch.Schema.Columns;
        List<string> labels = [];
        for (var i = 0; i < columns.Length; i++)
        {
            _cells[columns[i].Name] = Cell(batch, i, row);
            if (columns[i].Instrument is null && i > 1)
                labels.Add(CellText.Of(batch, i, row));
        }

        Key = string.Join('|', labels);
        Time = batch.Column<long>(0)[row];
        Start = batch.Column<long>(1)[row];
        Sequence = batch.Sequence(row);
    }

    public long Time { get; }

    public long Start { get; }

    public ulong Sequence { get; }

    /// <summary>The labels, see <see cref="CellText"/>.</summary>
    public string Key { get; }

    /// <summary>An integer as <see cref="Int128"/>, a float as double, a histogram as <see cref="Distribution"/>, all else as bytes.</summary>
    public object this[string column] => _cells[column];

    public Distribution Histogram(string column) => (Distribution)_cells[column];

    public double Float(string column) => (double)_cells[column];

    public Int128 Integer(string column) => (Int128)_cells[column];

    public string Text(string column) => System.Text.Encoding.UTF8.GetString((byte[])_cells[column]);

    private static object Cell(RecordBatch batch, int ordinal, int row)
    {
        var type = batch.Schema.Columns[ordinal].Type;
        if (type.IsInteger)
            return CellText.Integer(batch, ordinal, row);
        return type.Kind switch
        {
            ColumnKind.F64 => MemoryMarshal.Read<double>(batch.Cell(ordinal, row)),
            ColumnKind.Histogram => Distribution.Of(batch.Cell(ordinal, row), type),
            _ => batch.Text(ordinal, row).ToArray(),
        };
    }
}
