using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Sinks.Kafka.Protobuf;

/// <summary>An integer of any width or a bool, small values short; signed ones as the format's <c>sint</c>.</summary>
internal sealed class IntegerField(int ordinal, bool signed) : FieldWriter(ordinal)
{
    public override void Write(ByteBuffer output, int row)
    {
        var value = IntegerCell.Read(Batch.Cell(Ordinal, row), signed);
        if (value == 0)
            return;
        if (signed)
            ProtobufWriter.ZigZag(output, Field, value);
        else
            ProtobufWriter.Unsigned(output, Field, (ulong)value);
    }
}
