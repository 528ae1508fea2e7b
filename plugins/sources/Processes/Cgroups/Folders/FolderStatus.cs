using System.Buffers.Binary;
using Pipeline.Files;

namespace Pipeline.Sources.Processes.Cgroups.Folders;

/// <summary>What the kernel tells of a folder.</summary>
/// <param name="Inode">Its number.</param>
/// <param name="Links">Two more than there are folders in it; less where the file system does not count them.</param>
/// <param name="Made">Unix nanoseconds of its oldest time. Cgroups have no time of birth: their others are of when they were made, or of a change since then.</param>
internal readonly record struct FolderStatus(ulong Inode, uint Links, long Made)
{
    private const int EmptyPath = 0x1000;
    private const uint Wanted = 0xfff;
    private const uint Birth = 0x800;
    private const int Bytes = 256;

    /// <summary>Whether it is known to hold no other folder.</summary>
    internal bool IsLeaf => Links == 2;

    /// <summary>False: it cannot be told, errno says why.</summary>
    internal static unsafe bool TryRead(Folder folder, out FolderStatus status)
    {
        status = default;
        var buffer = stackalloc byte[Bytes];
        byte noName = 0;
        if (Libc.statx(folder.Descriptor, &noName, EmptyPath, Wanted, buffer) != 0)
            return false;
        var told = new ReadOnlySpan<byte>(buffer, Bytes);
        var made = Math.Min(Time(told[96..]), Time(told[112..]));
        if ((BinaryPrimitives.ReadUInt32LittleEndian(told) & Birth) != 0)
            made = Math.Min(made, Time(told[80..]));
        status = new FolderStatus(BinaryPrimitives.ReadUInt64LittleEndian(told[32..]), BinaryPrimitives.ReadUInt32LittleEndian(told[16..]), made);
        return true;
    }

    private static long Time(ReadOnlySpan<byte> time) => BinaryPrimitives.ReadInt64LittleEndian(time) * 1_000_000_000 + BinaryPrimitives.ReadUInt32LittleEndian(time[8..]);
}
