using Pipeline.Protobuf;
using Pipeline.Sinks.Kafka.Messages;
using Pipeline.Text;

namespace Pipeline.Sinks.Kafka.Protobuf;

/// <summary>A row as the message that <see cref="ProtoText"/> declares for its table, on its own or as one of the rows of another.</summary>
internal sealed class ProtobufEncoder : IRowEncoder
{
    private readonly FieldWriter[] _fields;
    private readonly bool _isField;

    /// <param name="table">The table.</param>
    /// <param name="isField">Whether rows follow each other in one message.</param>
    public ProtobufEncoder(TableSchema table, bool isField)
    {
        _fields = [.. table.Columns.Select((column, i) => FieldWriters.Of(column.Type, i))];
        _isField = isField;
    }

    public void Open(RecordBatch batch)
    {
        foreach (var field in _fields)
            field.Open(batch);
    }

    public void Write(ByteBuffer output, int row)
    {
        var start = _isField ? ProtobufWriter.Begin(output, FieldNumbers.Rows) : 0;
        foreach (var field in _fields)
            field.Write(output, row);
        if (_isField)
            ProtobufWriter.End(output, start);
    }
}
