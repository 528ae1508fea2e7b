using System.Globalization;
using System.Text.Json;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Kernel.Tests.Witnesses;

namespace Pipeline.Kernel.Tests;

/// <summary>proc_exit_events beside what wait4 tells the parent, and beside who is known to have sent the signal.</summary>
[Trait("needs", "root")]
public sealed class ProcExitEventsTests : IDisposable
{
    private static readonly string[] Signals =
    [
        "none", "sighup", "sigint", "sigquit", "sigill", "sigtrap", "sigabrt", "sigbus", "sigfpe", "sigkill", "sigusr1", "sigsegv", "sigusr2", "sigpipe", "sigalrm", "sigterm",
    ];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Each_process_is_one_row_with_what_ended_it_and_who()
    {
        Needs.Root("python3");
        var (rows, told, ledger) = await RunAsync();
        Assert.Equal(23, told.Count);
        Assert.Equal(told.Order(StringComparer.Ordinal), rows.Select(Death).Order(StringComparer.Ordinal));
        Assert.Empty(ledger.Kernel.Lost);
        Assert.All(rows, r => Assert.Equal("python3", r.GetProperty("comm").GetString()));
        Assert.All(rows, r => Assert.Equal(r.GetProperty("killer_pid").GetInt32() == 0 ? "" : "python3", r.GetProperty("killer_comm").GetString()));
        var beginnings = rows.ToDictionary(r => r.GetProperty("pid").GetInt32(), r => r.GetProperty("start_ticks").GetInt64());
        Assert.All(rows.Where(r => r.GetProperty("killer_pid").GetInt32() != 0), r => Assert.Equal(beginnings[r.GetProperty("killer_pid").GetInt32()], r.GetProperty("killer_start_ticks").GetInt64()));
    }

    [Fact]
    public async Task A_cgroups_limit_of_memory_is_told_from_other_kills()
    {
        Needs.Root("python3");
        Assert.SkipUnless(Directory.Exists(MemoryCgroups), $"no memory controller of cgroup v1 is mounted at {MemoryCgroups}");
        using var log = KernelLog.FromNow();
        var (rows, told, ledger) = await RunAsync("memory", Path.Combine(MemoryCgroups, $"pipeline-test-{Guid.NewGuid():N}"));
        var enforced = int.Parse(told[^1], CultureInfo.InvariantCulture);
        Assert.InRange(enforced, 13, 23);
        Assert.Equal(told.SkipLast(1).Order(StringComparer.Ordinal), rows.Select(Death).Order(StringComparer.Ordinal));
        Assert.Empty(ledger.Kernel.Lost);
        var killed = rows.Where(r => r.GetProperty("cause").GetString() == "oom_cgroup").Select(r => r.GetProperty("pid").GetInt32()).ToList();
        Assert.Equal(enforced, killed.Count);
        Assert.Superset(killed.ToHashSet(), log.KilledForWantOfMemory("Memory cgroup out of memory").ToHashSet());
    }

    [Fact]
    public async Task One_process_or_one_cgroup_can_be_asked_for()
    {
        Needs.Root("python3", "stat");
        using var cgroup = OwnCgroup.Make();
        var configuration = BpfConfiguration.Write(_folder, "processes", $"options = {{ cgroup_id = {await cgroup.IdAsync()} }}");
        using var host = HostRun.Start(_folder, "run", configuration);
        await host.AttachedAsync();
        using var inside = RunningProcess.Start("sleep", "1000");
        using var outside = RunningProcess.Start("sleep", "1000");
        cgroup.Take(inside.Id);
        inside.Signal(RunningProcess.Interrupt);
        outside.Signal(RunningProcess.Interrupt);
        await Task.WhenAll(inside.EndAsync(), outside.EndAsync());
        var ledger = await host.StopAsync();
        var row = Assert.Single(host.Rows);
        Assert.Equal((inside.Id, "killed", "sigint", Environment.ProcessId), (row.GetProperty("pid").GetInt32(), row.GetProperty("cause").GetString(), row.GetProperty("signal").GetString(), row.GetProperty("killer_pid").GetInt32()));
        Assert.InRange(ledger.Kernel.Discarded["filtered"], 1, long.MaxValue);
    }

    public void Dispose() => _folder.Dispose();

    private static string MemoryCgroups => "/sys/fs/cgroup/memory";

    // The workload's children, and what their parent was told.
    private async Task<(JsonElement[] Rows, IReadOnlyList<string> Told, Ledger Ledger)> RunAsync(params string[] arguments)
    {
        using var host = HostRun.Start(_folder, "run", BpfConfiguration.Write(_folder, "processes"));
        await host.AttachedAsync();
        var said = (await RunningProcess.RunAsync(["/usr/bin/python3", Installed.Workload("deaths.py"), .. arguments])).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var ledger = await host.StopAsync();
        return ([.. host.Rows.Where(r => r.GetProperty("table").GetString() == "proc_exit_events" && $"{r.GetProperty("ppid")}" == said[0])], [.. said[1..].Select(Told)], ledger);
    }

    // PID STATUS CAUSE KILLER
    private static string Told(string line)
    {
        if (line.Split(' ') is not [var pid, var status, var cause, var killer])
            return line;
        return $"{Ending.OfStatus(int.Parse(pid, CultureInfo.InvariantCulture), int.Parse(status, CultureInfo.InvariantCulture))} {cause} {killer}";
    }

    private static string Death(JsonElement row)
    {
        var signal = row.GetProperty("signal") is { ValueKind: JsonValueKind.String } name ? Array.IndexOf(Signals, name.GetString()) : row.GetProperty("signal").GetInt32();
        var ending = new Ending(row.GetProperty("pid").GetInt32(), row.GetProperty("exit_code").GetInt32(), signal, row.GetProperty("core_dumped").GetBoolean());
        return $"{ending} {row.GetProperty("cause")} {row.GetProperty("killer_pid")}";
    }
}
