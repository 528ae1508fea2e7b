using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;

namespace Pipeline.Workloads.Tests.Catalog.Machine;

/// <summary>A thread that is nobody and may do nothing.</summary>
internal static partial class Unprivileged
{
    private const int Nobody = 65534;
    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
    private static readonly nint SetUsers = IsArm ? 147 : 117;
    private static readonly nint SetGroups = IsArm ? 149 : 119;
    private static readonly nint SetMoreGroups = IsArm ? 159 : 116;

    internal static void Run(Action action)
    {
        Exception? problem = null;

        // What the kernel offers is found out once a process, and not by a thread that may do nothing.
        ProcessCatalog.Start(Here.Environment, NullLogger.Instance).Dispose();

        // The thread ends as what it has become. Only the bare system calls change one thread alone.
        var thread = new Thread(() =>
        {
            try
            {
                Assert.Equal((0, 0, 0), (syscall(SetMoreGroups, 0, 0, 0), syscall(SetGroups, Nobody, Nobody, Nobody), syscall(SetUsers, Nobody, Nobody, Nobody)));
                action();
            }
            catch (Exception e)
            {
                problem = e;
            }
        });
        thread.Start();
        thread.Join();
        if (problem is not null)
            throw new InvalidOperationException("on the thread", problem);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint real, nint effective, nint saved);
}
