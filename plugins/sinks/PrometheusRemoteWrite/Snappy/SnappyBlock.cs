using System.Buffers.Binary;
using Pipeline.Text;

namespace Pipeline.Sinks.PrometheusRemoteWrite.Snappy;

/// <summary>
/// Compresses to Snappy's block format: the length, then literals and references to at most 64 KiB back. Allocates nothing but what the output grows by; one thread at
/// a time.
/// </summary>
internal sealed class SnappyBlock
{
    // References go no further back than an offset of two bytes reaches, so pieces of this size are compressed each by itself.
    private const int PieceBytes = 1 << 16;
    private const int HashBits = 14;
    private const uint HashFactor = 0x9E3779B1;

    // A reference shorter than this is no shorter than what it stands for.
    private const int LeastMatch = 4;

    // After so many bytes without a match every other one is looked at, then every third: what does not compress is not worth the time.
    private const int PatienceBits = 5;

    private readonly ushort[] _last = new ushort[1 << HashBits];

    /// <summary>Appends the compressed form of <paramref name="input"/>.</summary>
    public void Compress(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        output.Advance(WriteLength(output.Reserve(sizeof(ulong)), (uint)input.Length));
        while (!input.IsEmpty)
        {
            var piece = input[..Math.Min(PieceBytes, input.Length)];
            CompressPiece(piece, output);
            input = input[piece.Length..];
        }
    }

    private static int WriteLength(Span<byte> to, uint value)
    {
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            to[length++] = (byte)(value | 0x80);
        to[length++] = (byte)value;
        return length;
    }

    private void CompressPiece(ReadOnlySpan<byte> piece, ByteBuffer output)
    {
        Array.Clear(_last);
        var (literal, at) = (0, 1);
        var misses = 1 << PatienceBits;
        while (at <= piece.Length - LeastMatch)
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(piece[at..]);
            ref var last = ref _last[(word * HashFactor) >> (32 - HashBits)];
            int candidate = last;
            last = (ushort)at;
            // A place that nobody has hashed to is 0, which is a place too: whatever it is, the bytes decide.
            if (candidate >= at || BinaryPrimitives.ReadUInt32LittleEndian(piece[candidate..]) != word)
            {
                at += misses++ >> PatienceBits;
                continue;
            }

            var length = LeastMatch + piece[(at + LeastMatch)..].CommonPrefixLength(piece[(candidate + LeastMatch)..]);
            WriteLiteral(output, piece[literal..at]);
            WriteReference(output, at - candidate, length);
            at += length;
            literal = at;
            misses = 1 << PatienceBits;
        }

        WriteLiteral(output, piece[literal..]);
    }

    private static void WriteLiteral(ByteBuffer output, ReadOnlySpan<byte> bytes)
    {
        const int LongestShort = 60;
        if (bytes.IsEmpty)
            return;
        var to = output.Reserve(bytes.Length + 3);
        var last = bytes.Length - 1;
        int head;
        if (last < LongestShort)
        {
            to[0] = (byte)(last << 2);
            head = 1;
        }
        else if (last < 1 << 8)
        {
            (to[0], to[1]) = (LongestShort << 2, (byte)last);
            head = 2;
        }
        else
        {
            to[0] = (LongestShort + 1) << 2;
            BinaryPrimitives.WriteUInt16LittleEndian(to[1..], (ushort)last);
            head = 3;
        }

        bytes.CopyTo(to[head..]);
        output.Advance(head + bytes.Length);
    }

    private static void WriteReference(ByteBuffer output, int offset, int length)
    {
        const int Longest = 64, LongestNear = 11, NearOffset = 1 << 11;
        var to = output.Reserve((length / (Longest - LeastMatch) + 2) * 3);
        var written = 0;
        // What is left behind a piece must be long enough for a reference of its own.
        while (length > Longest)
        {
            var part = length - Longest < LeastMatch ? Longest - LeastMatch : Longest;
            written += Far(to[written..], offset, part);
            length -= part;
        }

        if (length <= LongestNear && offset < NearOffset)
        {
            to[written] = (byte)(1 | ((length - LeastMatch) << 2) | ((offset >> 8) << 5));
            to[written + 1] = (byte)offset;
            written += 2;
        }
        else
            written += Far(to[written..], offset, length);
        output.Advance(written);
    }

    private static int Far(Span<byte> to, int offset, int length)
    {
        to[0] = (byte)(2 | ((length - 1) << 2));
        BinaryPrimitives.WriteUInt16LittleEndian(to[1..], (ushort)offset);
        return 3;
    }
}
