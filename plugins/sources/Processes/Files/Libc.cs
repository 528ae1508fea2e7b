using System.Runtime.InteropServices;

namespace Pipeline.Sources.Processes.Files;

/// <summary>The system calls that read files of the kernel without a string or an object a file. All set errno and return -1 on failure.</summary>
internal static unsafe partial class Libc
{
    internal const int CurrentFolder = -100;
    internal const int ReadOnly = 0;
    internal const int CloseOnExec = 0x80000;
    internal const int PathOnly = 0x200000;
    internal const int NotBlocking = 0x800;

    internal const int NotPermitted = 1;
    internal const int NoEntry = 2;
    internal const int NoProcess = 3;
    internal const int Interrupted = 4;
    internal const int NoAccess = 13;

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
}
