using System.Text;
using Pipeline.Sinks.Stdout.Cells;

namespace Pipeline.Sinks.Stdout.Json;

/// <summary>One object a line: the table's name, then the columns.</summary>
internal sealed class JsonRowWriter : IRowWriter
{
    private readonly CellWriter[] _cells;

    // All that is constant between two values, quotes and brackets of both included, so that a row is as many copies as it has columns.
    private readonly byte[][] _before;
    private readonly byte[] _end;

    public JsonRowWriter(TableSchema table, int[] ordinals)
    {
        var keys = new JsonKeys(table);
        JsonColumn[] columns = [.. ordinals.Select(ordinal => JsonColumn.Create(table.Columns[ordinal], ordinal, keys.Exact(ordinal)))];
        _cells = [.. columns.Select(column => column.Cells)];
        _before = new byte[columns.Length][];
        byte[] behind = [.. "{"u8, .. JsonText.Quote(JsonKeys.Table), .. ":"u8, .. JsonText.Quote(table.Name)];
        for (var i = 0; i < columns.Length; i++)
        {
            _before[i] = [.. behind, .. ","u8, .. keys.Column(ordinals[i]), .. ":"u8, .. Encoding.UTF8.GetBytes(columns[i].Open)];
            behind = Encoding.UTF8.GetBytes(columns[i].Close);
        }

        _end = [.. behind, .. "}\n"u8];
    }

    public void Begin(ByteBuffer output)
    {
        // A line says which table it is of.
    }

    public void Open(RecordBatch batch)
    {
        foreach (var cells in _cells)
            cells.Open(batch);
    }

    public void Write(ByteBuffer output, int row)
    {
        for (var i = 0; i < _cells.Length; i++)
        {
            output.Append(_before[i]);
            _cells[i].Write(output, row);
        }

        output.Append(_end);
    }

    public void End(ByteBuffer output, int more)
    {
        // Nothing but rows belongs between rows.
    }
}
