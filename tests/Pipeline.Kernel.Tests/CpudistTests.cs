using System.Globalization;
using System.Text.Json;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Kernel.Tests.Witnesses;

namespace Pipeline.Kernel.Tests;

/// <summary>cpudist beside bpftrace, and off the processor beside BCC's, on threads that compete for a processor.</summary>
[Trait("needs", "root")]
public sealed class CpudistTests : IDisposable
{
    private const string Name = "plcpudist";

    // Those of all that runs meanwhile, however long that takes.
    private const string ManySeries = "max_series=100000";

    private readonly TemporaryFolder _folder = new();

    // BCC's counts only those stays that end although the task could have gone on.
    [Fact]
    public async Task Each_stay_on_a_processor_is_counted_as_bpftrace_counts_it()
    {
        Needs.Root("bpftrace", "python3");
        using var workload = await TaskWorkload.StartAsync([], Name, 0, 3, 200);
        using var bpftrace = await BpftraceMaps.FollowAsync($$"""
            tracepoint:sched:sched_switch /args->prev_comm == "{{Name}}" && @since[args->prev_pid]/ { @stayed = hist((nsecs - @since[args->prev_pid]) / 1000); delete(@since[args->prev_pid]); }
            tracepoint:sched:sched_switch /args->next_comm == "{{Name}}"/ { @since[args->next_pid] = nsecs; }
            """);
        using var host = HostRun.Start(_folder, "wrap", "cpudist", $"pid={workload.Pid}", "--format", "json");
        await host.AttachedAsync();
        await workload.WorkAsync();
        var ledger = await host.StopAsync();

        var ours = Slots.Of(host.Last("cpudist").Single().Value.GetProperty("duration_ns"));
        Assert.InRange(ours.Total, 300, long.MaxValue);
        var stayed = Slots.OfBpftrace((await bpftrace.EndAsync())["@stayed"]);
        ours.AssertLike(stayed, bpftrace.PassedOver);
        Assert.Equal(ours.Total, ledger.Kernel.Aggregated);
    }

    [Fact]
    public async Task Each_stay_off_a_processor_is_counted_as_BCC_counts_it_thread_by_thread()
    {
        Needs.Root("cpudist", "python3");
        using var workload = await TaskWorkload.StartAsync([], Name, 0, 3, 200);
        using var bcc = await BccTool.GatherAsync("cpudist", "-O", "-L", "-p", workload.Pid.ToString(CultureInfo.InvariantCulture));
        using var host = HostRun.Start(_folder, "wrap", "cpudist", "offcpu=true", "per_thread=true", $"pid={workload.Pid}", "--format", "json");
        await host.AttachedAsync();
        await workload.WorkAsync();
        await host.StopAsync();

        var theirs = await bcc.HistogramsAsync();
        var ours = host.Last("cpudist", "tid", "thread");
        Assert.Equal(theirs.Keys.Order(), ours.Keys.Select(k => $"tid = {k}").Order());
        Assert.InRange(ours.Count, 4, int.MaxValue);
        foreach (var (thread, row) in ours)
            Slots.Of(row.GetProperty("duration_ns")).AssertLike(theirs[$"tid = {thread}"]);
    }

    [Theory]
    [InlineData("false", "args->prev_pid == 0 && @begun[cpu]", "args->next_pid == 0")]
    [InlineData("true", "args->next_pid == 0 && @begun[cpu]", "args->prev_pid == 0")]
    public async Task Idle_processors_are_counted_when_asked_for(string offcpu, string ends, string begins)
    {
        Needs.Root("bpftrace");
        var script = $$"""tracepoint:sched:sched_switch /{{ends}}/ { @stays = count(); delete(@begun[cpu]); } tracepoint:sched:sched_switch /{{begins}}/ { @begun[cpu] = 1; }""";
        using var longer = await BpftraceMaps.FollowAsync(script);
        using var with = HostRun.Start(_folder, "wrap", "cpudist", "idle=true", $"offcpu={offcpu}", "per_process=true", ManySeries, "--format", "json");
        using var without = HostRun.Start(_folder, "wrap", "cpudist", $"offcpu={offcpu}", "per_process=true", ManySeries, "--format", "json");
        await Task.WhenAll(with.AttachedAsync(), without.AttachedAsync());
        using var shorter = await BpftraceMaps.FollowAsync(script);
        await RunningProcess.RunAsync("sleep", "0.5");
        var few = Stays(await shorter.EndAsync());
        await Task.WhenAll(with.StopAsync(), without.StopAsync());
        var many = Stays(await longer.EndAsync());

        var idle = with.Last("cpudist", "pid", "comm").Where(s => s.Key.StartsWith("0 swapper/", StringComparison.Ordinal)).Sum(s => Slots.Of(s.Value.GetProperty("duration_ns")).Total);
        Assert.InRange(idle, few - Environment.ProcessorCount, many + longer.PassedOver);
        Assert.NotEmpty(without.Rows);
        Assert.DoesNotContain(without.Last("cpudist", "pid", "comm"), s => s.Key.StartsWith("0 ", StringComparison.Ordinal));

        static long Stays(Dictionary<string, JsonElement> maps) => maps.TryGetValue("@stays", out var stays) ? stays.GetInt64() : 0;
    }

    public void Dispose() => _folder.Dispose();
}
