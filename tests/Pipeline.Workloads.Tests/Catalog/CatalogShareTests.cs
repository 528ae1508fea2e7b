using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Workloads.Tests.Catalog.Machine;

namespace Pipeline.Workloads.Tests.Catalog;

/// <summary>Several components of one host that ask the same catalog.</summary>
[Trait("needs", "root")]
public sealed class CatalogShareTests
{
    private readonly HostEnvironment _host = Here.Environment with { };

    // Descriptors that earlier tests left to the collector are none that this one counts.
    public CatalogShareTests()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    [Fact]
    public void All_shares_of_a_host_know_the_same_and_one_set_of_programs_is_loaded()
    {
        Here.NeedsRoot();
        var before = Programs();
        using var first = CatalogShare.Open(_host, NullLogger.Instance);
        var alone = Programs();
        using var second = CatalogShare.Open(_host, NullLogger.Instance);
        Assert.True(alone > before);
        Assert.Equal(alone, Programs());

        var child = Finished("shared");
        Assert.Equal("/bin/true shared", Command(first, child));
        Assert.Equal("/bin/true shared", Command(second, child));
    }

    [Fact]
    public void Hosts_of_one_process_share_nothing()
    {
        Here.NeedsRoot();
        using var one = CatalogShare.Open(_host, NullLogger.Instance);
        var alone = Programs();
        using var other = CatalogShare.Open(_host with { }, NullLogger.Instance);
        Assert.True(Programs() > alone);
    }

    [Fact]
    public void One_may_end_while_the_others_go_on_and_the_last_ends_the_programs()
    {
        Here.NeedsRoot();
        var before = Programs();
        var (first, second) = (CatalogShare.Open(_host, NullLogger.Instance), CatalogShare.Open(_host, NullLogger.Instance));
        first.Dispose();
        first.Dispose();
        var child = Finished("later");
        Assert.Equal("/bin/true later", Command(second, child));
        second.Dispose();
        Assert.Equal(before, Programs());

        // As after a restart of the only one.
        using var again = CatalogShare.Open(_host, NullLogger.Instance);
        Assert.Equal("/bin/true anew", Command(again, Finished("anew")));
    }

    [Fact]
    public void Each_run_of_a_program_is_told_once()
    {
        Here.NeedsRoot();
        var (first, second, third) = (CatalogShare.Open(_host, NullLogger.Instance), CatalogShare.Open(_host, NullLogger.Instance), CatalogShare.Open(_host, NullLogger.Instance));
        Finished("counted");
        Assert.Empty(second.ReadPrograms());
        second.Dispose();
        var told = Runs(first);
        Assert.All(told, p => Assert.InRange(p.Value, 0, long.MaxValue));
        Assert.True(told["all__sched_process_fork__tp_btf"] > 0);
        Finished("counted by the next");
        var total = third.Catalog.ReadPrograms().ToDictionary(p => p.Program, p => (long)p.RunCount);
        Assert.Empty(third.ReadPrograms());
        first.Dispose();

        // All that ran after what the first one told, and nothing of what it told.
        var rest = Runs(third);
        var end = third.Catalog.ReadPrograms().ToDictionary(p => p.Program, p => (long)p.RunCount);
        Assert.Equal(told.Keys.Order(), rest.Keys.Order());
        Assert.All(rest, p => Assert.InRange(p.Value, total[p.Key] - told[p.Key], end[p.Key] - told[p.Key]));
        third.Dispose();
        Assert.Empty(third.ReadPrograms());
    }

    [Fact]
    public void Where_the_kernel_refuses_the_programs_all_read_proc_and_one_tells_why()
    {
        Here.NeedsRoot();
        var log = new ListLogger();
        var (toldByFirst, toldBySecond) = (0, 0);
        Unprivileged.Run(() =>
        {
            using CatalogShare first = CatalogShare.Open(_host, log), second = CatalogShare.Open(_host, log);
            (toldByFirst, toldBySecond) = (first.ReadPrograms().Count, second.ReadPrograms().Count);
            foreach (var share in (CatalogShare[])[first, second])
                using (var turn = share.Take())
                    Assert.NotNull(turn.Catalog.Find((uint)Environment.ProcessId, 0, Clock.Now()));
        });

        Assert.True(toldByFirst > 0);
        Assert.Equal(0, toldBySecond);
        Assert.Single(log.Lines, l => l.Contains("processes are read in /proc", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Shares_come_ask_and_go_at_the_same_time()
    {
        Here.NeedsRoot();
        var before = Programs();
        var child = new Sleeper();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(each => Task.Run(() =>
        {
            for (var times = 0; times < 3; times++)
            {
                using var share = CatalogShare.Open(_host, NullLogger.Instance);
                for (var turns = 0; turns < 200; turns++)
                {
                    using (var turn = share.Take())
                    {
                        turn.Catalog.Update();
                        Assert.Equal("sleep 1000", turn.Catalog.Find((uint)child.Id, 0, Clock.Now())?.CommandLine);
                    }

                    Assert.True(share.Figures.Living > 0);
                    share.ReadPrograms();
                }
            }
        })));
        child.Kill();
        Assert.Equal(before, Programs());
    }

    private static Dictionary<string, long> Runs(CatalogShare share) => share.ReadPrograms().ToDictionary(p => p.Program, p => (long)p.RunCount);

    private static uint Finished(string argument)
    {
        using var child = Process.Start("/bin/true", [argument]);
        child.WaitForExit();
        return (uint)child.Id;
    }

    private static string? Command(CatalogShare share, uint pid)
    {
        using var turn = share.Take();
        turn.Catalog.Update();
        return turn.Catalog.Find(pid, 0, Clock.Now())?.CommandLine;
    }

    // As the kernel tells of this process.
    private static int Programs() => Directory.EnumerateFiles("/proc/self/fd").Count(f => new FileInfo(f).LinkTarget == "anon_inode:bpf-prog");
}
