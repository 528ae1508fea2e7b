using System.Runtime.InteropServices;

namespace Pipeline.Workloads.Tests.Catalog.Machine;

/// <summary>A thread that is nobody, on a machine whose /proc shows each user his own processes only.</summary>
internal static partial class Unprivileged
{
    private const int Nobody = 65534;
    private static readonly nint SetUsers = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 147 : 117;

    /// <param name="hide">What hidepid is set to.</param>
    /// <param name="action">Gets a folder with that /proc in it; runs on that thread.</param>
    internal static void Run(string hide, Action<string> action)
    {
        var root = Directory.CreateTempSubdirectory("catalog-").FullName;
        var place = Directory.CreateDirectory(Path.Combine(root, "proc")).FullName;
        File.SetUnixFileMode(root, (UnixFileMode)0x1ED);
        Assert.True(mount("proc", place, "proc", 0, $"hidepid={hide}") == 0, Marshal.GetLastPInvokeErrorMessage());
        Exception? problem = null;
        try
        {
            // The thread ends as what it has become. Only the bare system call changes one thread alone.
            var thread = new Thread(() =>
            {
                try
                {
                    Assert.Equal(0, syscall(SetUsers, Nobody, Nobody, Nobody));
                    action(root);
                }
                catch (Exception e)
                {
                    problem = e;
                }
            });
            thread.Start();
            thread.Join();
        }
        finally
        {
            Assert.True(umount2(place, 2) == 0, Marshal.GetLastPInvokeErrorMessage());
            Directory.Delete(root, recursive: true);
        }

        if (problem is not null)
            throw new InvalidOperationException("on the thread", problem);
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mount(string source, string place, string type, nuint flags, string options);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int umount2(string place, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint real, nint effective, nint saved);
}
