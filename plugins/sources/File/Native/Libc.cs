using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pipeline.Sources.File.Native;

/// <summary>What the framework has no words for: inodes, and opening what may turn out to be a pipe. Failures set errno.</summary>
internal static unsafe partial class Libc
{
    public const int CurrentFolder = -100;
    public const int EmptyPath = 0x1000;

    /// <summary>All that is told of old, and when it was made.</summary>
    public const uint BasicStats = 0xfff;

    /// <summary>For reading, not waiting for a pipe's writer, nor becoming a terminal's.</summary>
    public const int ReadOnly = 0x80000 | 0x800 | 0x100;

    public const int NoEntry = 2, Interrupted = 4, NotPermitted = 13, NotFolder = 20, Loop = 40;

    private const string Library = "libc";

    /// <summary>0, or -1.</summary>
    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Statx(int folder, string path, int flags, uint mask, out StatxBuffer buffer);

    /// <summary>0, or -1.</summary>
    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Statx(SafeFileHandle folder, string path, int flags, uint mask, out StatxBuffer buffer);

    /// <summary>A handle, invalid on failure.</summary>
    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle Open(string path, int flags);

    /// <summary>Bytes read, 0 at the end, -1 on failure.</summary>
    [LibraryImport(Library, EntryPoint = "pread", SetLastError = true)]
    public static partial nint Read(SafeFileHandle file, byte* buffer, nuint bytes, long offset);

    /// <summary>Has a folder's entries written to the disk; a file system that cannot, does not.</summary>
    public static void Flush(string folder)
    {
        using var handle = Open(folder, ReadOnly);
        if (!handle.IsInvalid)
            _ = Synchronize(handle);
    }

    /// <summary>What an error number means.</summary>
    public static string Message(int error) => Marshal.GetPInvokeErrorMessage(error);

    [LibraryImport(Library, EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronize(SafeFileHandle file);
}
