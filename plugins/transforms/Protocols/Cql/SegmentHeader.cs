namespace Pipeline.Transforms.Protocols.Cql;

/// <summary>What a segment of version 5 begins with, which its own checksum vouches for.</summary>
/// <param name="Size">Bytes of this header.</param>
/// <param name="Length">Bytes of the payload, as sent.</param>
/// <param name="Unpacked">Bytes that it becomes; 0: it is not compressed.</param>
/// <param name="IsSelfContained">Whether it has whole envelopes; else a part of one.</param>
internal readonly record struct SegmentHeader(int Size, int Length, int Unpacked, bool IsSelfContained)
{
    /// <summary>A checksum of the payload, which is not looked at: the bytes came through TCP.</summary>
    public const int TrailerSize = 4;

    /// <summary>Bytes to be seen to tell.</summary>
    public const int MostSize = 8;

    public const int MostPayload = (1 << 17) - 1;

    private const int PlainBytes = 3;
    private const int PackedBytes = 5;
    private const int ChecksumBytes = 3;

    /// <summary>Reads from at least <see cref="MostSize"/> bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> view, out SegmentHeader header)
    {
        if (Checksum(view[..PlainBytes]) == Little(view[PlainBytes..], ChecksumBytes))
        {
            var bits = Little(view, PlainBytes);
            header = new(PlainBytes + ChecksumBytes, (int)(bits & MostPayload), 0, (bits >> 17 & 1) != 0);
            return header.Length > 0 && bits >> 18 == 0;
        }

        if (Checksum(view[..PackedBytes]) == Little(view[PackedBytes..], ChecksumBytes))
        {
            var bits = Little(view, PackedBytes);
            header = new(PackedBytes + ChecksumBytes, (int)(bits & MostPayload), (int)(bits >> 17 & MostPayload), (bits >> 34 & 1) != 0);
            return header.Length > 0 && bits >> 35 == 0;
        }

        header = default;
        return false;
    }

    /// <summary>The CRC of 24 bits that Cassandra's manual gives.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        const uint start = 0x875060, polynomial = 0x1974F0B;
        var crc = start;
        foreach (var b in bytes)
        {
            crc ^= (uint)b << 16;
            for (var bit = 0; bit < 8; bit++)
            {
                crc <<= 1;
                if ((crc & 0x1000000) != 0)
                    crc ^= polynomial;
            }
        }

        return crc;
    }

    private static ulong Little(ReadOnlySpan<byte> bytes, int count)
    {
        var value = 0ul;
        for (var i = 0; i < count; i++)
            value |= (ulong)bytes[i] << 8 * i;
        return value;
    }
}
