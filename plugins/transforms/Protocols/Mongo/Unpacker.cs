using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Pipeline.Transforms.Protocols.Compression;

namespace Pipeline.Transforms.Protocols.Mongo;

/// <summary>Undoes zlib and Snappy, in pieces and to a bound, whatever sizes messages claim; .NET has no zstd.</summary>
/// <param name="mostKept">Bytes kept of what was decompressed.</param>
internal sealed class Unpacker(int mostKept)
{
    private const int Head = 9;
    private const int PieceBytes = 64 << 10;

    // What stands behind more than this in a compressed message is not told.
    private const int MostInflated = 4 << 20;
    private const int MostSnappy = 1 << 20;

    /// <summary>Decompresses what was kept of a message and goes through it.</summary>
    /// <returns>False where it is not what it says.</returns>
    public bool TryUnpack(MongoMessage message, MessageScan scan, bool isRequest)
    {
        var packed = message.Packed;
        if (packed.Length < Head)
            return true;
        var size = BinaryPrimitives.ReadInt32LittleEndian(packed.Bytes[4..]);
        if (size is < 0 or > MessageHeader.MostLength)
            return false;
        scan.Begin(message, size, isRequest);
        var isAll = packed.Length == message.Header.Length - MessageHeader.Size;
        var decoded = message.Compressor switch
        {
            Compressor.Zlib => Inflate(message, scan, size),
            Compressor.Snappy => Decode(message, scan, size),
            _ => 0,
        };
        if (decoded < size)
            scan.Stop();
        message.IsWhole = decoded == size && message.Kept.Length == size;
        packed.Clear();
        return message.Compressor == Compressor.Zstd || !isAll || decoded >= Math.Min(size, MostSnappy);
    }

    private int Inflate(MongoMessage message, MessageScan scan, int size)
    {
        var (piece, decoded, most) = (ArrayPool<byte>.Shared.Rent(PieceBytes), 0, Math.Min(size, MostInflated));
        using var packed = message.Packed.Open();
        packed.Position = Head;
        using var stream = new ZLibStream(packed, CompressionMode.Decompress);
        try
        {
            while (decoded < most && stream.Read(piece, 0, Math.Min(piece.Length, most - decoded)) is > 0 and var read)
            {
                Take(message, scan, piece.AsSpan(0, read));
                decoded += read;
            }
        }
        catch (InvalidDataException)
        {
            // Kept in part, or not what it says: the caller sees that bytes are missing.
        }

        ArrayPool<byte>.Shared.Return(piece);
        return decoded;
    }

    private int Decode(MongoMessage message, MessageScan scan, int size)
    {
        var output = ArrayPool<byte>.Shared.Rent(Math.Min(size, MostSnappy));
        var decoded = SnappyBlock.Decode(message.Packed.Bytes[Head..], output.AsSpan(0, Math.Min(size, MostSnappy)));
        if (decoded > 0)
            Take(message, scan, output.AsSpan(0, decoded));
        ArrayPool<byte>.Shared.Return(output);
        return decoded;
    }

    private void Take(MongoMessage message, MessageScan scan, ReadOnlySpan<byte> bytes)
    {
        var kept = message.Kept;
        if (kept.Length < mostKept)
            kept.Add(bytes[..Math.Min(bytes.Length, mostKept - kept.Length)]);
        scan.Feed(bytes);
    }
}
