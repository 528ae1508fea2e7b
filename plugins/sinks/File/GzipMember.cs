using System.Buffers.Binary;
using System.IO.Compression;

namespace Pipeline.Sinks.File;

/// <summary>
/// A gzip member that says in its header how long it is (RFC 1952 has a field for what others want to say), so that whoever appends to a file of them finds its end,
/// and a member that was cut off, without unpacking anything.
/// </summary>
internal sealed class GzipMember : IDisposable
{
    /// <summary>Bytes of a header.</summary>
    public const int HeaderSize = 20;

    private const int GzipHeaderSize = 10;
    private const int SmallestSize = HeaderSize + 10;

    private readonly MemoryStream _bytes = new();

    // A deflate member with an extra field of 8 bytes, made on Unix, no name, no time; in the field a subfield "PL" of 4 bytes, which follow.
    private static ReadOnlySpan<byte> Beginning => [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 3, 8, 0, (byte)'P', (byte)'L', 4, 0];

    /// <summary>Packs; the answer is valid until the next call.</summary>
    public ReadOnlySpan<byte> Pack(ReadOnlySpan<byte> text)
    {
        // The framework's own header of ten bytes lands where this one ends, and is written over.
        _bytes.SetLength(HeaderSize - GzipHeaderSize);
        _bytes.Position = HeaderSize - GzipHeaderSize;
        using (var packed = new GZipStream(_bytes, CompressionLevel.Fastest, leaveOpen: true))
            packed.Write(text);
        var member = _bytes.GetBuffer().AsSpan(0, (int)_bytes.Length);
        Beginning.CopyTo(member);
        BinaryPrimitives.WriteUInt32LittleEndian(member[Beginning.Length..], (uint)member.Length);
        return member;
    }

    public void Dispose() => _bytes.Dispose();

    /// <summary>How long the member is that a header begins, itself included; 0 when it is none of these.</summary>
    public static long LengthOf(ReadOnlySpan<byte> header)
    {
        if (header.Length < HeaderSize || !header.StartsWith(Beginning))
            return 0;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header[Beginning.Length..]);
        return length >= SmallestSize ? length : 0;
    }

    /// <summary>Whether bytes at the end of a file are the beginning of a header that was cut off.</summary>
    public static bool IsCutHeader(ReadOnlySpan<byte> bytes) =>
        bytes.Length < HeaderSize && bytes[..Math.Min(bytes.Length, Beginning.Length)].SequenceEqual(Beginning[..Math.Min(bytes.Length, Beginning.Length)]);
}
