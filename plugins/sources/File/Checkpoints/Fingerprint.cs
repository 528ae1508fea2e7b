using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Pipeline.Sources.File.Checkpoints;

/// <summary>
/// Tells one content from another at the same inode: a digest of the beginning of the first line. Rows are made of whole lines, so that it is known before the first
/// row is, and appending does not change it.
/// </summary>
/// <param name="Length">Bytes it covers.</param>
/// <param name="Digest">Of those bytes.</param>
internal readonly record struct Fingerprint(int Length, ulong Digest)
{
    /// <summary>Bytes it covers at most.</summary>
    public const int MostBytes = 1024;

    /// <summary>The fingerprint of a file that begins so; null when too little of it is there.</summary>
    /// <param name="head">Its first bytes, <see cref="MostBytes"/> of them if there are as many.</param>
    /// <param name="isWhole">Whether no more of them will come.</param>
    public static Fingerprint? Of(ReadOnlySpan<byte> head, bool isWhole)
    {
        head = head[..Math.Min(head.Length, MostBytes)];
        var line = head.IndexOf((byte)'\n');
        if (line >= 0)
            head = head[..(line + 1)];
        else if (head.Length < MostBytes && !isWhole)
            return null;
        return new Fingerprint(head.Length, Sum(head));
    }

    /// <summary>Whether a file that begins so has this fingerprint.</summary>
    public bool Matches(ReadOnlySpan<byte> head) => head.Length >= Length && Sum(head[..Length]) == Digest;

    /// <summary>The first 8 bytes of SHA-256: as good as never the same for two contents, also where somebody wants that.</summary>
    public static ulong Sum(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, digest);
        return BinaryPrimitives.ReadUInt64LittleEndian(digest);
    }
}
