using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Sinks.Kafka.Protobuf;

/// <summary>Unix time in nanoseconds; beyond what 64 bits hold, the last one that they do.</summary>
internal sealed class TimeField(int ordinal) : FieldWriter(ordinal)
{
    public override void Write(ByteBuffer output, int row)
    {
        var (cell, offset) = (Batch.Column<long>(Ordinal)[row], Batch.UnixOffset);
        var time = unchecked(cell + offset);
        if (((cell ^ time) & (offset ^ time)) < 0)
            time = cell < 0 ? long.MinValue : long.MaxValue;
        // A double and an sfixed64 are both 8 bytes, little endian.
        if (time != 0)
            ProtobufWriter.Double(output, Field, BitConverter.Int64BitsToDouble(time));
    }
}
