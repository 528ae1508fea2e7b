using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Pipeline.Workloads.Tests.Catalog;

public sealed class ProcOnlyTests
{
    private static HostEnvironment Environment { get; } = new("here", "/nowhere", TimeProvider.System);

    [Fact]
    public void This_process_is_known()
    {
        using var catalog = ProcessCatalog.Start(Environment, NullLogger.Instance);
        var me = Assert.IsType<ProcessInfo>(catalog.Find((uint)System.Environment.ProcessId, 0, long.MaxValue / 2));

        Assert.Equal(System.Environment.ProcessPath, me.Executable);
        Assert.Equal(File.ReadAllText("/proc/self/cmdline").TrimEnd('\0').Replace('\0', ' '), me.CommandLine);
        Assert.Equal((uint)System.Environment.ProcessId, me.NamespacePid);
        Assert.NotNull(me.CgroupAt(long.MaxValue / 2));
    }

    [Fact]
    public void A_process_begun_later_is_found_while_it_lives_and_with_its_beginning_afterwards()
    {
        using var catalog = ProcessCatalog.Start(Environment, NullLogger.Instance);
        using var child = Process.Start("sleep", "1000");
        var then = Clock.Now() + 2 * ProcessInfo.TickLength;
        Thread.Sleep(50);
        var pid = (uint)child.Id;
        var found = Assert.IsType<ProcessInfo>(catalog.Find(pid, 0, then));
        child.Kill();
        child.WaitForExit();

        Assert.Same(found, catalog.Find(pid, found.StartTicks, Clock.Now()));
        Assert.Same(found, catalog.Find(pid, 0, then));
        Assert.Null(catalog.Find(pid, 0, Clock.Now()));
        Assert.Null(catalog.Find(pid, found.StartTicks + 1, then));
    }
}
