using System.Buffers.Binary;
using System.Globalization;

namespace Pipeline.Text;

/// <summary>IP addresses: mapped IPv4 with points, IPv6 as RFC 5952 wants it.</summary>
internal static class IpText
{
    private const int Groups = 8;
    private const int Longest = 39;

    private static ReadOnlySpan<byte> Mapped => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

    /// <param name="output">Where to.</param>
    /// <param name="address">16 bytes in network order.</param>
    public static void Write(ByteBuffer output, ReadOnlySpan<byte> address)
    {
        var text = output.Reserve(Longest);
        output.Advance(address.StartsWith(Mapped) ? Write4(text, address[Mapped.Length..]) : Write6(text, address));
    }

    private static int Write4(Span<byte> text, ReadOnlySpan<byte> address)
    {
        var length = 0;
        foreach (var part in address)
        {
            if (length > 0)
                text[length++] = (byte)'.';
            part.TryFormat(text[length..], out var written, default, CultureInfo.InvariantCulture);
            length += written;
        }

        return length;
    }

    private static int Write6(Span<byte> text, ReadOnlySpan<byte> address)
    {
        var (start, count) = LongestZeros(address);
        var length = 0;
        for (var i = 0; i < Groups; i++)
        {
            if (i == start)
            {
                text[length++] = (byte)':';
                if (i + count == Groups)
                    text[length++] = (byte)':';
                i += count - 1;
                continue;
            }

            if (i > 0)
                text[length++] = (byte)':';
            Group(address, i).TryFormat(text[length..], out var written, "x", CultureInfo.InvariantCulture);
            length += written;
        }

        return length;
    }

    /// <summary>The first of the longest runs of two or more zero groups.</summary>
    private static (int Start, int Count) LongestZeros(ReadOnlySpan<byte> address)
    {
        var (best, bestCount) = (-1, 1);
        for (var i = 0; i < Groups; i++)
        {
            var count = 0;
            while (i + count < Groups && Group(address, i + count) == 0)
                count++;
            if (count > bestCount)
                (best, bestCount) = (i, count);
            i += count;
        }

        return (best, bestCount);
    }

    private static ushort Group(ReadOnlySpan<byte> address, int index) => BinaryPrimitives.ReadUInt16BigEndian(address[(2 * index)..]);
}
