using System.Globalization;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Kernel.Tests.Witnesses;

namespace Pipeline.Kernel.Tests;

/// <summary>runqlat beside BCC's and beside bpftrace, on threads that compete for a processor.</summary>
[Trait("needs", "root")]
public sealed class RunqlatTests : IDisposable
{
    private const string Name = "plrunqlat";

    // Of some hundred; mostly there is none.
    private const int PassedOver = 2;

    // Those of all that runs meanwhile, however long the workload takes.
    private const string ManySeries = "max_series=100000";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Each_wait_of_a_process_is_counted_as_BCC_and_bpftrace_count_it()
    {
        Needs.Root("bpftrace", "runqlat", "python3");
        using var workload = await TaskWorkload.StartAsync([], Name, 0, 3, 200);
        using var bcc = await BccTool.GatherAsync("runqlat", "-p", workload.Pid.ToString(CultureInfo.InvariantCulture));
        using var bpftrace = await BpftraceMaps.FollowAsync($$"""
            tracepoint:sched:sched_wakeup /args->comm == "{{Name}}"/ { @since[args->pid] = nsecs; }
            tracepoint:sched:sched_wakeup_new /args->comm == "{{Name}}"/ { @since[args->pid] = nsecs; }
            tracepoint:sched:sched_switch /args->prev_comm == "{{Name}}" && (args->prev_state == 0 || args->prev_state == 256)/ { @since[args->prev_pid] = nsecs; }
            tracepoint:sched:sched_switch /args->next_comm == "{{Name}}" && @since[args->next_pid]/ { @waited = hist((nsecs - @since[args->next_pid]) / 1000); delete(@since[args->next_pid]); }
            """);
        using var host = HostRun.Start(_folder, "wrap", "runqlat", $"pid={workload.Pid}", "--format", "json");
        await host.AttachedAsync();
        await workload.WorkAsync();
        var ledger = await host.StopAsync();

        var ours = Slots.Of(host.Last("runqlat").Single().Value.GetProperty("latency_ns"));
        Assert.InRange(ours.Total, 300, long.MaxValue);
        ours.AssertLike((await bcc.HistogramsAsync()).Single().Value, PassedOver);
        var waited = Slots.OfBpftrace((await bpftrace.EndAsync())["@waited"]);
        ours.AssertLike(waited, PassedOver + bpftrace.PassedOver);
        Assert.Equal(ours.Total, ledger.Kernel.Aggregated);
    }

    [Fact]
    public async Task Threads_are_told_apart_as_BCC_does()
    {
        Needs.Root("runqlat", "python3");
        using var workload = await TaskWorkload.StartAsync([], Name, 0, 3, 100);
        using var bcc = await BccTool.GatherAsync("runqlat", "-L", "-p", workload.Pid.ToString(CultureInfo.InvariantCulture));
        using var host = HostRun.Start(_folder, "wrap", "runqlat", $"pid={workload.Pid}", "per_thread=true", "per_process=true", "--format", "json");
        await host.AttachedAsync();
        await workload.WorkAsync();
        await host.StopAsync();

        var theirs = await bcc.HistogramsAsync();
        var ours = host.Last("runqlat", "tid", "thread");
        Assert.Equal(4, ours.Count);
        Assert.Equal(theirs.Keys.Order(), ours.Keys.Select(k => $"tid = {k}").Order());
        foreach (var (thread, row) in ours)
        {
            Slots.Of(row.GetProperty("latency_ns")).AssertLike(theirs[$"tid = {thread}"], PassedOver);
            Assert.Equal((workload.Pid, Name), (row.GetProperty("pid").GetInt32(), row.GetProperty("comm").GetString()));
            Assert.Equal(StartTicks($"/proc/{workload.Pid}/stat"), row.GetProperty("start_ticks").GetInt64());
        }
    }

    [Fact]
    public async Task A_process_in_a_pid_namespace_of_its_own_is_counted_there()
    {
        Needs.Root("unshare", "python3");
        using var workload = await TaskWorkload.StartAsync(["unshare", "--pid", "--fork", "--kill-child"], Name, 0, 1, 20);
        using var host = HostRun.Start(_folder, "wrap", "runqlat", "per_process=true", "per_pid_namespace=true", ManySeries, "--format", "json");
        await host.AttachedAsync();
        await workload.WorkAsync();
        await host.StopAsync();

        var row = host.Last("runqlat", "pid", "comm")[$"{workload.Pid} {Name}"];
        var namespaceName = await RunningProcess.RunAsync("readlink", $"/proc/{workload.Pid}/ns/pid");
        Assert.Equal($"pid:[{row.GetProperty("pid_namespace").GetInt64()}]", namespaceName.Trim());
        Assert.NotEqual(namespaceName, await RunningProcess.RunAsync("readlink", "/proc/self/ns/pid"));
    }

    [Fact]
    public async Task A_cgroup_is_taken_with_those_below_it_and_the_hosts_own_waits_are_left_out()
    {
        Needs.Root("python3");
        using var cgroup = OwnCgroup.Make();
        using var below = cgroup.MakeBelow();
        using var workload = await TaskWorkload.StartAsync([], Name, 0, 2, 20);
        below.Take(workload.Pid);
        using var host = HostRun.Start(_folder, "wrap", "runqlat", "per_process=true", $"cgroup_id={await cgroup.IdAsync()}", "--format", "json");
        await host.AttachedAsync();
        await workload.WorkAsync();
        var ledger = await host.StopAsync();

        Assert.Equal($"{workload.Pid} {Name}", host.Last("runqlat", "pid", "comm").Single().Key);
        Assert.InRange(ledger.Kernel.Discarded["filtered"], 1, long.MaxValue);
        Assert.InRange(ledger.Kernel.Discarded["self"], 1, long.MaxValue);
    }

    public void Dispose() => _folder.Dispose();

    private static long StartTicks(string stat) => long.Parse(File.ReadAllText(stat).Split(") ")[^1].Split(' ')[19], CultureInfo.InvariantCulture);
}
