using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Pipeline.Processes.Tests.Support;
using Pipeline.Sources.Processes;
using Pipeline.Sources.Processes.Cgroups;

namespace Pipeline.Processes.Tests.Cgroups;

/// <summary>Folders and files that look like a machine's cgroups. Texts stand for bytes in Latin-1, so that names can be anything.</summary>
internal sealed partial class FolderTree : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pipeline-cgroups-");

    internal FolderTree(string types = "cgroup2 none rw")
    {
        Make("");
        _folder.CreateSubdirectory("proc");
        Mountinfo = $"30 23 0:26 / {_folder.FullName}/top rw - {types}\n";
    }

    /// <summary>What /proc/self/mountinfo would tell.</summary>
    internal string Mountinfo { get; set; }

    internal string Root => _folder.FullName;

    internal Passes Read(ProcessesOptions? options = null) =>
        new(context => new CgroupReading(context, () => Encoding.Latin1.GetBytes(Mountinfo)), new Machine(Root), options);

    /// <summary>Makes a cgroup: a path below the root, without slash in front.</summary>
    internal void Make(string path) => Assert.True(mkdir(At(path), 0x1ed) == 0, $"mkdir {path}: {Marshal.GetLastPInvokeErrorMessage()}");

    internal void Remove(string path) => Assert.True(rmdir(At(path)) == 0, $"rmdir {path}: {Marshal.GetLastPInvokeErrorMessage()}");

    internal void Rename(string path, string other) => Assert.True(rename(At(path), At(other)) == 0, $"rename {path}: {Marshal.GetLastPInvokeErrorMessage()}");

    internal void Write(string path, string file, string text) => File.WriteAllText(Path.Combine(_folder.FullName, "top", path, file), text);

    /// <summary>Writes a file below a folder whose name the framework cannot spell.</summary>
    internal void WriteBytes(string path, string text)
    {
        const int create = 0x41;
        using var file = open(At(path), create, 0x1a4);
        Assert.False(file.IsInvalid, $"open {path}: {Marshal.GetLastPInvokeErrorMessage()}");
        RandomAccess.Write(file, Encoding.Latin1.GetBytes(text), 0);
    }

    /// <summary>Writes one of the machine's own files, such as <c>proc/pressure/cpu</c>.</summary>
    internal void WriteOnMachine(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Root, path))!);
        File.WriteAllText(Path.Combine(Root, path), text);
    }

    // The framework cannot delete names that are not UTF-8.
    public void Dispose()
    {
        using var remove = System.Diagnostics.Process.Start("rm", ["-rf", _folder.FullName]);
        remove.WaitForExit();
    }

    private byte[] At(string path) => Encoding.Latin1.GetBytes($"{_folder.FullName}/top/{path}\0");

    [LibraryImport("libc", SetLastError = true)]
    private static partial SafeFileHandle open(byte[] path, int flags, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int mkdir(byte[] path, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int rmdir(byte[] path);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int rename(byte[] from, byte[] to);
}
