using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Kafka;

/// <summary>Lengths as they are written.</summary>
internal static class Wire
{
    /// <summary>More bytes are needed.</summary>
    public const int More = -1;

    /// <summary>This is none.</summary>
    public const int Wrong = -2;

    private const int MostVarintBytes = 5;

    /// <summary>A number of seven bits a byte, the lowest first; bytes taken, <see cref="More"/> or <see cref="Wrong"/>.</summary>
    public static int Varint(ReadOnlySpan<byte> view, out uint value)
    {
        value = 0;
        for (var i = 0; i < Math.Min(view.Length, MostVarintBytes); i++)
        {
            value |= (uint)(view[i] & 0x7F) << (7 * i);
            if ((view[i] & 0x80) == 0)
                return i < MostVarintBytes - 1 || view[i] < 0x10 ? i + 1 : Wrong;
        }

        return view.Length < MostVarintBytes ? More : Wrong;
    }

    /// <summary>How many bytes, or elements, follow; -1: null. Bytes taken, <see cref="More"/> or <see cref="Wrong"/>.</summary>
    /// <param name="view">Where it stands.</param>
    /// <param name="isCompact">Whether it is a varint of one more than the length.</param>
    /// <param name="width">Bytes of one that is not compact: 2 or 4.</param>
    /// <param name="length">The length.</param>
    public static int Length(ReadOnlySpan<byte> view, bool isCompact, int width, out int length)
    {
        length = 0;
        if (isCompact)
        {
            var taken = Varint(view, out var more);
            if (taken > 0 && more > int.MaxValue)
                return Wrong;
            length = (int)more - 1;
            return taken;
        }

        if (view.Length < width)
            return More;
        length = width == 2 ? BinaryPrimitives.ReadInt16BigEndian(view) : BinaryPrimitives.ReadInt32BigEndian(view);
        return length < -1 ? Wrong : width;
    }
}
