using System.Buffers.Binary;

namespace Pipeline.Sources.File.Checkpoints;

/// <summary>Which content it is, also after a restart of the machine, which may number its disks otherwise.</summary>
/// <param name="Inode">Of the file.</param>
/// <param name="Born">When the file was made, in Unix nanoseconds: inodes are used again. 0 where the file system does not tell.</param>
/// <param name="Fingerprint">Of its beginning.</param>
/// <param name="Generation">How often the file was emptied or written anew before.</param>
internal sealed record FileIdentity(ulong Inode, long Born, Fingerprint Fingerprint, int Generation)
{
    /// <summary>The number that rows carry in their origin: the same for this content in every run.</summary>
    public long Epoch { get; } = EpochOf(Inode, Born, Fingerprint, Generation);

    private static long EpochOf(ulong inode, long born, Fingerprint fingerprint, int generation)
    {
        Span<byte> bytes = stackalloc byte[32];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, inode);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], fingerprint.Digest);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], fingerprint.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[20..], generation);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], born);
        return (long)(Fingerprint.Sum(bytes) & long.MaxValue);
    }
}
