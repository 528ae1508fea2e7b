using System.Runtime.InteropServices;

namespace Pipeline.Workloads.Proc;

/// <summary>The system calls for folders and files whose names may be any bytes. All set errno and return -1 on failure.</summary>
internal static unsafe partial class Native
{
    internal const int ThisFolder = -100;
    internal const int Place = 0x280000;
    internal const int ReadOnly = 0x80000;
    internal const int NotFound = 2;
    internal const int NoSuchProcess = 3;

    private const string Library = "libc";

    /// <summary>Bytes of a struct statx, and where the inode's number is in it.</summary>
    private const int StatSize = 256;
    private const int InodeAt = 32;
    private const uint InodeWanted = 0x100;

    /// <summary>The number of the file behind a name that ends with NUL, 0 if it cannot be told; not of what a link leads to.</summary>
    internal static ulong Inode(int folder, ReadOnlySpan<byte> name)
    {
        const int noFollow = 0x100;
        var status = stackalloc byte[StatSize];
        fixed (byte* text = name)
            return statx(folder, text, noFollow, InodeWanted, status) == 0 ? *(ulong*)(status + InodeAt) : 0;
    }

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int openat(int folder, byte* path, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint read(int descriptor, byte* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int close(int descriptor);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint getdents64(int descriptor, byte* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint readlinkat(int folder, byte* path, byte* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int statx(int folder, byte* path, int flags, uint mask, byte* status);
}
