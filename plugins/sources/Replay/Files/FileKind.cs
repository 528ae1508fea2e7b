using System.Runtime.InteropServices;

namespace Pipeline.Sources.Replay.Files;

/// <summary>What a path names, without opening it: opening a pipe would wait for its writer.</summary>
internal static unsafe partial class FileKind
{
    private const int AT_FDCWD = -100;
    private const uint STATX_TYPE = 1;
    private const int S_IFMT = 0xf000, S_IFREG = 0x8000, S_IFDIR = 0x4000;

    /// <summary>Whether the path names a file with a size, which can be read twice; a pipe or a terminal cannot.</summary>
    /// <exception cref="IOException">There is nothing at the path that can be read.</exception>
    public static bool IsRegular(string path)
    {
        Status status;
        if (Statx(AT_FDCWD, path, 0, STATX_TYPE, &status) != 0)
            throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
        return (status.Mode & S_IFMT) switch
        {
            S_IFREG => true,
            S_IFDIR => throw new IOException("Is a directory"),
            _ => false,
        };
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, Status* status);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(28)]
        public ushort Mode;
    }
}
