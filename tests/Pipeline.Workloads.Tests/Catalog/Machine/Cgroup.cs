using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Pipeline.Workloads.Tests.Catalog.Machine;

/// <summary>A cgroup of the test's own, removed at its end.</summary>
internal sealed partial class Cgroup : IDisposable
{
    private const int WriteOnly = 1;
    private static int _count;

    private readonly byte[] _folder;
    private bool _removed;

    private Cgroup(byte[] folder, string path)
    {
        _folder = folder;
        Path = path;
        if (mkdir(Ended(folder), 0x1ED) != 0)
            throw new IOException($"mkdir {Encoding.UTF8.GetString(folder)}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    internal string Path { get; }

    internal string Folder => Encoding.UTF8.GetString(_folder);

    /// <summary>Of version 2, right below the root.</summary>
    internal static Cgroup New(string? name = null) => In(Bpf.Cgroups.Mounts("/")[0], name ?? $"catalog-{System.Environment.ProcessId}-{Interlocked.Increment(ref _count)}");

    internal static Cgroup In(string place, string name) => new(Encoding.UTF8.GetBytes($"{place}/{name}"), "/" + name);

    /// <summary>With a name of any bytes.</summary>
    internal static Cgroup New(byte[] name) => new([.. Encoding.UTF8.GetBytes(Bpf.Cgroups.Mounts("/")[0]), (byte)'/', .. name], "/" + Encoding.UTF8.GetString(name));

    internal Cgroup Inside(string name) => new([.. _folder, (byte)'/', .. Encoding.UTF8.GetBytes(name)], $"{Path}/{name}");

    internal void Add(int pid) => Write(_folder, pid);

    /// <summary>Back to the root of version 2.</summary>
    internal static void Free(int pid) => Write(Encoding.UTF8.GetBytes(Bpf.Cgroups.Mounts("/")[0]), pid);

    internal void Remove()
    {
        if (_removed)
            return;
        _removed = true;
        for (var tries = 0; rmdir(Ended(_folder)) != 0; tries++)
        {
            if (tries == 6_000)
                throw new IOException($"rmdir {Folder}: {Marshal.GetLastPInvokeErrorMessage()}");
            Thread.Sleep(10);
        }
    }

    public void Dispose() => Remove();

    private static void Write(byte[] folder, int pid)
    {
        var file = open([.. folder, .. "/cgroup.procs\0"u8], WriteOnly);
        var text = Encoding.ASCII.GetBytes(pid.ToString(CultureInfo.InvariantCulture));
        var written = write(file, text, text.Length);
        var problem = Marshal.GetLastPInvokeErrorMessage();
        _ = close(file);
        Assert.True(written == text.Length, problem);
    }

    private static byte[] Ended(byte[] path) => [.. path, 0];

    [LibraryImport("libc", SetLastError = true)]
    private static partial int mkdir(byte[] path, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int rmdir(byte[] path);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int open(byte[] path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int descriptor, byte[] text, nint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);
}
