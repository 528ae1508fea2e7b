using System.Runtime.InteropServices;
using Pipeline.Bpf;

namespace Pipeline.Sources.Sockets;

/// <summary>Finds the number by which the kernel knows a cgroup (v2): that of its folder.</summary>
internal static partial class CgroupFolder
{
    /// <exception cref="OptionException">There is no such folder, or it is no cgroup.</exception>
    internal static ulong IdOf(string path, HostEnvironment environment)
    {
        var mounts = Cgroups.Mounts(environment.HostRoot);
        if (mounts.Count == 0)
            throw new OptionException("cgroup", $"cannot be found (got \"{path}\"): no cgroup2 file system is mounted");
        var full = Path.TrimEndingDirectorySeparator(Path.IsPathRooted(path) ? environment.OnHost(Path.GetFullPath(path)) : Path.GetFullPath(Path.Combine(mounts[0], path)));
        if (!Directory.Exists(full))
            throw new OptionException("cgroup", $"is no folder (got \"{path}\", looked for {full})");
        if (!mounts.Any(m => full == m || full.StartsWith(m + "/", StringComparison.Ordinal)))
            throw new OptionException("cgroup", $"is no cgroup of version 2 (got \"{path}\", expected a folder below {string.Join(" or ", mounts)})");
        return Inode(full);
    }

    // The framework does not tell it. The layout is the kernel's own, the same on every machine.
    private static ulong Inode(string path)
    {
        const int thisFolder = -100, inodeWanted = 0x100, size = 256, inodeAt = 32;
        var buffer = new byte[size];
        if (Statx(thisFolder, path, 0, inodeWanted, buffer) != 0)
            throw new OptionException("cgroup", $"cannot be read ({path}): {Marshal.GetLastPInvokeErrorMessage()}");
        return BitConverter.ToUInt64(buffer, inodeAt);
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, byte[] buffer);
}
