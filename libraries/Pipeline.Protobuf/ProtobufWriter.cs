using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using Pipeline.Text;

namespace Pipeline.Protobuf;

/// <summary>The wire format of protocol buffers, as far as it is needed.</summary>
internal static class ProtobufWriter
{
    /// <summary>Bytes of the longest varint.</summary>
    public const int Longest = 10;

    /// <summary>Bytes of the length of an open message: what that of any message fits in, zeros in front of it included, which readers take.</summary>
    public const int OpenLength = 5;

    private enum WireType
    {
        Varint = 0,
        Fixed64 = 1,
        Bytes = 2,
        Fixed32 = 5,
    }

    public static void Unsigned(ByteBuffer output, int field, ulong value)
    {
        Tag(output, field, WireType.Varint);
        Varint(output, value);
    }

    /// <summary>An integer of which small negative values are short too.</summary>
    public static void ZigZag(ByteBuffer output, int field, long value) => Unsigned(output, field, (ulong)((value << 1) ^ (value >> 63)));

    public static void Double(ByteBuffer output, int field, double value) => Fixed64(output, field, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>A fixed64, or an sfixed64.</summary>
    public static void Fixed64(ByteBuffer output, int field, ulong value)
    {
        Tag(output, field, WireType.Fixed64);
        BinaryPrimitives.WriteUInt64LittleEndian(output.Reserve(sizeof(ulong)), value);
        output.Advance(sizeof(ulong));
    }

    public static void Fixed32(ByteBuffer output, int field, uint value)
    {
        Tag(output, field, WireType.Fixed32);
        BinaryPrimitives.WriteUInt32LittleEndian(output.Reserve(sizeof(uint)), value);
        output.Advance(sizeof(uint));
    }

    public static void Text(ByteBuffer output, int field, ReadOnlySpan<byte> utf8)
    {
        Tag(output, field, WireType.Bytes);
        Varint(output, (ulong)utf8.Length);
        output.Append(utf8);
    }

    /// <summary>Begins a message in a field; <see cref="End"/> takes the answer.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="field">The field.</param>
    /// <param name="lengthBytes">Bytes that its length will likely take: a message that is as long as expected is not moved when it ends.</param>
    public static int Begin(ByteBuffer output, int field, int lengthBytes = 1)
    {
        Tag(output, field, WireType.Bytes);
        output.Reserve(lengthBytes);
        output.Advance(lengthBytes);
        return output.Length;
    }

    /// <summary>Puts its length before the message.</summary>
    /// <param name="output">Where it was begun.</param>
    /// <param name="start">What <see cref="Begin"/> answered.</param>
    /// <param name="lengthBytes">What it was told.</param>
    public static void End(ByteBuffer output, int start, int lengthBytes = 1)
    {
        var length = output.Length - start;
        var needed = SizeOf((ulong)length);
        if (needed > lengthBytes)
        {
            output.Insert(start, needed - lengthBytes);
        }
        else if (needed < lengthBytes)
        {
            output.At(start, length).CopyTo(output.At(start - lengthBytes + needed, length));
            output.Truncate(start - lengthBytes + needed + length);
        }

        Write(output.At(start - lengthBytes, needed), (ulong)length);
    }

    /// <summary>Begins a message that holds others and is never moved; <see cref="Close"/> takes the answer, as often as the message has grown.</summary>
    public static int Open(ByteBuffer output, int field) => Begin(output, field, OpenLength);

    /// <summary>Puts the length that an open message has by now before it.</summary>
    public static void Close(ByteBuffer output, int start)
    {
        var length = (uint)(output.Length - start);
        var bytes = output.At(start - OpenLength, OpenLength);
        for (var i = 0; i < OpenLength - 1; i++, length >>= 7)
            bytes[i] = (byte)(length | 0x80);
        bytes[^1] = (byte)length;
    }

    /// <summary>Bytes that a varint takes.</summary>
    public static int SizeOf(ulong value) => value < 0x80 ? 1 : (BitOperations.Log2(value) / 7) + 1;

    /// <summary>Writes a varint to where there is room for it and returns how many bytes it took.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Write(Span<byte> bytes, ulong value)
    {
        if (value >= 0x80)
            return WriteLong(bytes, value);
        bytes[0] = (byte)value;
        return 1;
    }

    public static void Varint(ByteBuffer output, ulong value) => output.Advance(Write(output.Reserve(Longest), value));

    private static void Tag(ByteBuffer output, int field, WireType type) => Varint(output, ((uint)field << 3) | (uint)type);

    private static int WriteLong(Span<byte> bytes, ulong value)
    {
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            bytes[length++] = (byte)(value | 0x80);
        bytes[length++] = (byte)value;
        return length;
    }
}
