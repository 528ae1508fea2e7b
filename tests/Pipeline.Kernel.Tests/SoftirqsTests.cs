using System.Text.Json;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Kernel.Tests.Witnesses;

namespace Pipeline.Kernel.Tests;

/// <summary>
/// softirqs between bpftrace, which begins before and ends after it, and BCC's, which begins after and ends before: nobody's soft interrupts can be told from the rest of
/// the machine's.
/// </summary>
[Trait("needs", "root")]
public sealed class SoftirqsTests : IDisposable
{
    private static readonly string[] Names = ["hi", "timer", "net_tx", "net_rx", "block", "irq_poll", "tasklet", "sched", "hrtimer", "rcu"];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task It_counts_what_BCC_counts_in_less_time_and_not_more_than_bpftrace_in_more()
    {
        Needs.Root("bpftrace", "softirqs", "python3");
        using var longer = await BpftraceMaps.FollowAsync("tracepoint:irq:softirq_exit { @runs[args->vec] = count(); }");
        using var host = HostRun.Start(_folder, "wrap", "softirqs", "--format", "json");
        await host.AttachedAsync();
        using var shorter = await BccTool.GatherAsync("softirqs", "-d");
        await RunningProcess.RunAsync("python3", "-c", Datagrams("for _ in range(5000)"));
        var few = (await shorter.HistogramsAsync()).ToDictionary(h => h.Key["softirq = ".Length..], h => h.Value);
        var ledger = await host.StopAsync();
        var many = (await longer.EndAsync())["@runs"].EnumerateObject().ToDictionary(r => Names[int.Parse(r.Name, System.Globalization.CultureInfo.InvariantCulture)], r => r.Value.GetInt64());

        var ours = host.Last("softirqs", "softirq");
        Assert.InRange(few["net_rx"].Total, 5000, long.MaxValue);
        Assert.Empty(few.Keys.Except(ours.Keys));
        foreach (var (name, row) in ours)
        {
            Assert.InRange(row.GetProperty("count").GetInt64(), few.TryGetValue(name, out var less) ? less.Total : 0, many.GetValueOrDefault(name) + longer.PassedOver);
            var durations = Slots.Of(row.GetProperty("duration_ns"));
            less?.AssertWithin(durations);
            AssertTimes(row, durations);
        }

        Assert.Equal(ours.Values.Sum(r => r.GetProperty("count").GetInt64()), ledger.Kernel.Aggregated);
    }

    [Fact]
    public async Task Nothing_looks_lost_because_the_programs_came_and_went_while_the_machine_was_busy()
    {
        Needs.Root("python3");
        using var flood = RunningProcess.Start("python3", "-c", Datagrams("while True"));
        for (var round = 0; round < 3; round++)
        {
            using var host = HostRun.Start(_folder, "wrap", "softirqs", "--format", "json");
            await host.AttachedAsync();
            var ledger = await host.StopAsync();
            Assert.InRange(ledger.Kernel.Aggregated, 1, long.MaxValue);
            Assert.Empty(ledger.Kernel.Lost);
        }
    }

    [Fact]
    public async Task It_is_narrowed_to_one_processor()
    {
        Needs.Root("taskset");
        using var host = HostRun.Start(_folder, "wrap", "softirqs", $"cpu={Environment.ProcessorCount}", "--format", "json");
        await host.AttachedAsync();
        await RunningProcess.RunAsync("taskset", "--cpu-list", "0", "sleep", "0.2");
        var ledger = await host.StopAsync();

        Assert.Empty(host.Rows);
        Assert.Equal(ledger.Kernel.Attempted, ledger.Kernel.Discarded["filtered"]);
    }

    public void Dispose() => _folder.Dispose();

    private static string Datagrams(string howOften) => $"""
        import socket
        a, b = socket.socket(type=socket.SOCK_DGRAM), socket.socket(type=socket.SOCK_DGRAM)
        b.bind(("127.0.0.1", 0))
        {howOften}:
            a.sendto(b"x", b.getsockname())
            b.recv(1)
        """;

    private static void AssertTimes(JsonElement row, Slots durations)
    {
        var (count, time, max) = (row.GetProperty("count").GetInt64(), row.GetProperty("time_ns").GetInt64(), row.GetProperty("max_ns").GetInt64());
        Assert.Equal(count, durations.Total);
        Assert.Equal(time, row.GetProperty("duration_ns").GetProperty("sum").GetDouble());
        Assert.InRange(max, time / count, time);
    }
}
