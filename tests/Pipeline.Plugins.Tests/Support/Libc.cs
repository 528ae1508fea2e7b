using System.Runtime.InteropServices;

namespace Pipeline.Plugins.Tests.Support;

/// <summary>The system calls that make a terminal.</summary>
internal static unsafe partial class Libc
{
    public const int O_RDWR = 2, O_NOCTTY = 0x100;
    public const nuint TIOCSPTLCK = 0x40045431, TIOCGPTN = 0x80045430, TIOCSWINSZ = 0x5414;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int fd);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(int fd, nuint request, void* argument);
}
