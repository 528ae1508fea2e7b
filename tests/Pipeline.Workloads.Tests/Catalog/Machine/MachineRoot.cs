using System.Runtime.InteropServices;

namespace Pipeline.Workloads.Tests.Catalog.Machine;

/// <summary>A folder as a container sees the machine's root: with a /proc and an /etc/passwd of the machine's in it.</summary>
internal sealed partial class MachineRoot : IDisposable
{
    private readonly string _proc;

    /// <param name="hide">What hidepid of that /proc is.</param>
    internal MachineRoot(int hide = 0)
    {
        Path = Directory.CreateTempSubdirectory("catalog-").FullName;
        File.SetUnixFileMode(Path, (UnixFileMode)0x1ED);
        File.WriteAllText(System.IO.Path.Combine(Directory.CreateDirectory(System.IO.Path.Combine(Path, "etc")).FullName, "passwd"), "captain:x:0:0::/:/bin/sh\n");
        _proc = Directory.CreateDirectory(System.IO.Path.Combine(Path, "proc")).FullName;
        Assert.True(mount("proc", _proc, "proc", 0, $"hidepid={hide}") == 0, Marshal.GetLastPInvokeErrorMessage());
    }

    internal string Path { get; }

    public void Dispose()
    {
        const int detach = 2;
        Assert.True(umount2(_proc, detach) == 0, Marshal.GetLastPInvokeErrorMessage());
        Directory.Delete(Path, recursive: true);
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mount(string source, string place, string type, nuint flags, string options);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int umount2(string place, int flags);
}
