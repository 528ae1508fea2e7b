using System.Buffers.Binary;
using System.Globalization;

namespace Pipeline.Sinks.Prometheus.Labels;

/// <summary>Addresses: mapped IPv4 with points, IPv6 as RFC 5952 wants it.</summary>
internal sealed class IpLabel(int ordinal) : LabelColumn(ordinal)
{
    private const int Groups = 8;
    private const int Longest = 39;

    private static ReadOnlySpan<byte> Mapped => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

    public override void Append(LabelKey key, RecordBatch batch, int row)
    {
        var cell = batch.Cell(Ordinal, row);
        var room = key.Reserve(Longest);
        key.Advance(cell.StartsWith(Mapped) ? WriteFour(room, cell[Mapped.Length..]) : WriteSix(room, cell));
    }

    private static int WriteFour(Span<byte> text, ReadOnlySpan<byte> address)
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

    private static int WriteSix(Span<byte> text, ReadOnlySpan<byte> address)
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
