using Pipeline.Sinks.Stdout.Cells;

namespace Pipeline.Sinks.Stdout.Logfmt;

/// <summary>One row a line: <c>table=execsnoop pid=42 args="ls -l"</c>.</summary>
internal sealed class LogfmtRowWriter : IRowWriter
{
    private readonly byte[] _table;
    private readonly CellWriter[] _cells;
    private readonly byte[][] _keys;

    public LogfmtRowWriter(TableSchema table, int[] ordinals)
    {
        _table = [.. "table="u8, .. LogfmtText.Value(table.Name)];
        _cells = [.. ordinals.Select(ordinal => LogfmtCells.Create(table.Columns[ordinal], ordinal))];
        _keys = [.. ordinals.Select(ordinal => (byte[])[.. " "u8, .. LogfmtText.Key(table.Columns[ordinal].Name), .. "="u8])];
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
        output.Append(_table);
        for (var i = 0; i < _cells.Length; i++)
        {
            output.Append(_keys[i]);
            _cells[i].Write(output, row);
        }

        output.Append((byte)'\n');
    }

    public void End(ByteBuffer output, int more)
    {
        // Nothing but rows belongs between rows.
    }
}
