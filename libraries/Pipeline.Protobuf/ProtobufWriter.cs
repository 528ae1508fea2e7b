using System.Buffers.Binary;
using System.Numerics;
using Pipeline.Text;

namespace Pipeline.Protobuf;

/// <summary>The wire format of protocol buffers, as far as it is needed.</summary>
internal static class ProtobufWriter
{
    private const int Longest = 10;

    private enum WireType
    {
        Varint = 0,
        Fixed64 = 1,
        Bytes = 2,
    }

    public static void Unsigned(ByteBuffer output, int field, ulong value)
    {
        Tag(output, field, WireType.Varint);
        Varint(output, value);
    }

    /// <summary>An integer of which small negative values are short too.</summary>
    public static void ZigZag(ByteBuffer output, int field, long value) => Unsigned(output, field, (ulong)((value << 1) ^ (value >> 63)));

    public static void Double(ByteBuffer output, int field, double value)
    {
        Tag(output, field, WireType.Fixed64);
        BinaryPrimitives.WriteDoubleLittleEndian(output.Reserve(sizeof(double)), value);
        output.Advance(sizeof(double));
    }

    public static void Text(ByteBuffer output, int field, ReadOnlySpan<byte> utf8)
    {
        Tag(output, field, WireType.Bytes);
        Varint(output, (ulong)utf8.Length);
        output.Append(utf8);
    }

    /// <summary>Begins a message in a field; <see cref="End"/> takes the answer.</summary>
    public static int Begin(ByteBuffer output, int field)
    {
        Tag(output, field, WireType.Bytes);
        return output.Length;
    }

    /// <summary>Puts its length before the message.</summary>
    public static void End(ByteBuffer output, int start)
    {
        var length = (uint)(output.Length - start);
        WriteVarint(output.Insert(start, SizeOf(length)), length);
    }

    public static void Varint(ByteBuffer output, ulong value) => output.Advance(WriteVarint(output.Reserve(Longest), value));

    private static void Tag(ByteBuffer output, int field, WireType type) => Varint(output, ((uint)field << 3) | (uint)type);

    private static int SizeOf(ulong value) => (BitOperations.Log2(value | 1) / 7) + 1;

    private static int WriteVarint(Span<byte> bytes, ulong value)
    {
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            bytes[length++] = (byte)(value | 0x80);
        bytes[length++] = (byte)value;
        return length;
    }
}
