using System.Runtime.InteropServices;

namespace Pipeline.Files;

/// <summary>The system calls that read files of the kernel without a string or an object a file. All set errno and return -1 on failure.</summary>
internal static unsafe partial class Libc
{
    internal const int CurrentFolder = -100;
    internal const int ReadOnly = 0;
    internal const int CloseOnExec = 0x80000;
    internal const int PathOnly = 0x200000;
    internal const int NotBlocking = 0x800;

    internal const int OpenAt2 = 437;
    internal const ulong ResolveInRoot = 0x10;
    internal const ulong ResolveCached = 0x20;
    internal const int EmptyPath = 0x1000;
    internal const int WhatIsKnown = 0x4000;

    internal const int NoEntry = 2;
    internal const int NoProcess = 3;
    internal const int Interrupted = 4;
    internal const int Again = 11;
    internal const int Invalid = 22;

    private const string Library = "libc";

    /// <summary>O_DIRECTORY, which each architecture numbers for itself.</summary>
    internal static int Directory { get; } = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : 0x10000;

    /// <summary>The name ends with NUL.</summary>
    [LibraryImport(Library, SetLastError = true)]
    internal static partial int openat(int folder, byte* name, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint read(int descriptor, byte* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int close(int descriptor);

    /// <summary>Fills the buffer with struct linux_dirent64; 0: no more.</summary>
    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint getdents64(int descriptor, byte* buffer, nuint count);

    /// <summary>Fills a struct statx of 256 bytes, which is the same on every architecture.</summary>
    [LibraryImport(Library, SetLastError = true)]
    internal static partial int statx(int folder, byte* name, int flags, uint mask, byte* buffer);

    /// <summary>Bytes written, without a NUL.</summary>
    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint readlinkat(int folder, byte* name, byte* buffer, nuint count);

    /// <summary>Of openat2, the same on every architecture, which libc does not wrap.</summary>
    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint openat2(nint number, nint folder, byte* name, OpenHow* how, nint size);

    /// <summary>Fills a struct statfs, which begins with the file system's type and has room in 256 bytes.</summary>
    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fstatfs(int descriptor, byte* buffer);

    [StructLayout(LayoutKind.Sequential)]
    internal struct OpenHow
    {
        internal ulong Flags;
        internal ulong Mode;
        internal ulong Resolve;
    }
}
