using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Sinks.Kafka.Protobuf;

/// <summary>Bytes as they are.</summary>
internal sealed class BytesField(int ordinal) : FieldWriter(ordinal)
{
    public override void Write(ByteBuffer output, int row)
    {
        var value = Batch.Cell(Ordinal, row);
        if (!value.IsEmpty)
            ProtobufWriter.Text(output, Field, value);
    }
}
