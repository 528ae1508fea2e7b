using Pipeline.Text;
using Pipeline.Text.Json;

namespace Pipeline.Sinks.Kafka.Messages;

/// <summary>A row as a JSON object, with a line end behind it where several follow each other.</summary>
internal sealed class JsonEncoder(TableSchema table, bool isLine) : IRowEncoder
{
    private readonly RowText _rows = JsonRows.Of(table, [.. Enumerable.Range(0, table.Columns.Length)]);

    public void Open(RecordBatch batch) => _rows.Open(batch);

    public void Write(ByteBuffer output, int row)
    {
        _rows.Write(output, row);
        if (isLine)
            output.Append((byte)'\n');
    }
}
