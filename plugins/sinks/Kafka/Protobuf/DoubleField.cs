using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Sinks.Kafka.Protobuf;

/// <summary>A double; negative zero is not left out.</summary>
internal sealed class DoubleField(int ordinal) : FieldWriter(ordinal)
{
    public override void Write(ByteBuffer output, int row)
    {
        var value = Batch.Column<double>(Ordinal)[row];
        if (BitConverter.DoubleToInt64Bits(value) != 0)
            ProtobufWriter.Double(output, Field, value);
    }
}
