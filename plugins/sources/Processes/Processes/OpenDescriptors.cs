using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Pipeline.Files;

namespace Pipeline.Sources.Processes.Processes;

/// <summary>Counts the descriptors that a process has open. One thread.</summary>
internal sealed unsafe class OpenDescriptors
{
    private const uint SizeWanted = 0x200;
    private const int SizeAt = 40;
    private const int StatxBytes = 256;

    private readonly FolderEntries _entries = new();

    // Since Linux 6.2 the folder's size is their number; before it is 0, also of this process, which has some.
    private bool? _sizeTells;

    /// <summary>How many; 0 with an error where that cannot be told.</summary>
    internal ulong Count(Folder process, out int error)
    {
        _sizeTells ??= SizeOf(Libc.CurrentFolder, "/proc/self/fd\0"u8, out _) > 0;
        return _sizeTells.Value ? SizeOf(process.Descriptor, "fd\0"u8, out error) : Walk(process, out error);
    }

    internal ulong Walk(Folder process, out int error)
    {
        error = _entries.Begin(process, "fd\0"u8);
        if (error != 0)
            return 0;
        var count = 0UL;
        for (var name = _entries.Next(); !name.IsEmpty; name = _entries.Next())
            if (name[0] != (byte)'.')
                count++;
        return count;
    }

    internal static ulong SizeOf(int folder, ReadOnlySpan<byte> path, out int error)
    {
        var buffer = stackalloc byte[StatxBytes];
        fixed (byte* name = path)
            error = Libc.statx(folder, name, 0, SizeWanted, buffer) == 0 ? 0 : Marshal.GetLastPInvokeError();
        return error == 0 ? BinaryPrimitives.ReadUInt64LittleEndian(new ReadOnlySpan<byte>(buffer + SizeAt, sizeof(ulong))) : 0;
    }
}
