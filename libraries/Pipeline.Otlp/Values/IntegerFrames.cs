using Pipeline.Otlp.Fields;
using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Otlp.Values;

/// <summary>What stands before an integer, for each length that one can have: one copy and the integer.</summary>
internal sealed class IntegerFrames
{
    private const byte Tag = ValueFields.Integer << 3;

    private readonly byte[][] _before = new byte[ProtobufWriter.Longest + 1][];

    public IntegerFrames(ValueFrame frame)
    {
        for (var size = 1; size < _before.Length; size++)
        {
            var before = new ByteBuffer(64);
            frame.Begin(before, 1 + size);
            before.Append(Tag);
            _before[size] = before.Written.ToArray();
        }
    }

    public void Write(ByteBuffer output, long value)
    {
        output.Append(_before[ProtobufWriter.SizeOf((ulong)value)]);
        ProtobufWriter.Varint(output, (ulong)value);
    }
}
