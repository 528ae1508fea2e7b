using Microsoft.Win32.SafeHandles;

namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>
/// An open file, read piece by piece: it is another's, who may cut it off at any time, which a mapping would not survive. One thread at a time.
/// </summary>
internal sealed class BinaryFile(SafeFileHandle handle)
{
    // A piece that is read as a whole. Tables of any size are walked through instead.
    private const int MostAtOnce = 16 << 20;

    internal long Length { get; } = RandomAccess.GetLength(handle);

    /// <summary>All bytes of a piece that is expected to be small.</summary>
    /// <exception cref="BinaryException">The file has no such bytes, or they are too many.</exception>
    internal byte[] Bytes(ulong offset, ulong size, string what)
    {
        Check(offset, size, what);
        if (size > MostAtOnce)
            throw new BinaryException(BinaryRefusal.TooLarge, $"has {size} bytes of {what}, of which at most {MostAtOnce} are looked at");
        var bytes = new byte[size];
        return Read((long)offset, bytes) == bytes.Length ? bytes : throw Truncated(what);
    }

    /// <exception cref="BinaryException">The file has no such bytes.</exception>
    internal void Check(ulong offset, ulong size, string what)
    {
        if (offset > (ulong)Length || size > (ulong)Length - offset)
            throw Truncated(what);
    }

    /// <summary>As many bytes as there are, up to the buffer's size.</summary>
    internal int Read(long offset, Span<byte> buffer)
    {
        var read = 0;
        while (read < buffer.Length && RandomAccess.Read(handle, buffer[read..], offset + read) is > 0 and var more)
            read += more;
        return read;
    }

    private BinaryException Truncated(string what) => new(BinaryRefusal.Damaged, $"is damaged: {what} would lie beyond its {Length} bytes");
}
