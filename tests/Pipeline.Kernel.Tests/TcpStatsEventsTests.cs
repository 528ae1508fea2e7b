using System.Text.Json;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Kernel.Tests.Witnesses;

namespace Pipeline.Kernel.Tests;

/// <summary>tcp_stats_events beside what the programs themselves count, beside ss, and beside a network namespace's own counters.</summary>
[Trait("needs", "root")]
public sealed class TcpStatsEventsTests : IDisposable
{
    private static readonly string[] Key = ["conn_id", "pid", "local_addr", "local_port", "remote_addr", "remote_port"];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Each_process_has_the_bytes_that_it_moved_through_each_connection()
    {
        Needs.Root("unshare", "nsenter", "ip", "ss", "python3");
        using var workload = RunningProcess.StartListening("unshare", "--net", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh", "/usr/bin/python3", Installed.Workload("carry.py"));
        await workload.Output.WaitForAsync(_ => true);
        using var host = HostRun.Start(_folder, "run", BpfConfiguration.Write(_folder, "processes", "interval = \"100ms\""));
        await host.AttachedAsync();
        await workload.AskAsync("begin");
        await workload.Output.WaitForAsync("done");
        JsonElement[] told = [.. workload.Output.All.Where(l => l.StartsWith('{')).Select(l => JsonDocument.Parse(l).RootElement)];
        Assert.Equal(22, told.Length);
        // Those that have ended leave the map; the older one is open still.
        await UntilOnlyAsync(host, Cookies(told.Where(e => e.GetProperty("kind").GetString() == "older")), Cookies(told));
        var ledger = await host.StopAsync();

        var rows = host.Last("tcp_stats_events", Key);
        foreach (var end in told)
        {
            var key = string.Join(' ', Key.Select(k => $"{end.GetProperty(k)}"));
            Assert.True(rows.TryGetValue(key, out var row), $"no row of {end}");
            Assert.Equal(
                (key, end.GetProperty("kind"), end.GetProperty("tx").GetInt64(), end.GetProperty("rx").GetInt64(), end.GetProperty("ss").GetProperty("resent").GetInt64()).ToString(),
                (key, end.GetProperty("kind"), row.GetProperty("tx").GetInt64(), row.GetProperty("rx").GetInt64(), row.GetProperty("retransmits").GetInt64()).ToString());
            Assert.Equal("python3", row.GetProperty("comm").GetString());
        }

        // What ss says has been received was read by then, but for what one never read and one had not yet read; acknowledgements may be late, and SYN and FIN are some.
        foreach (var socket in told.GroupBy(e => $"{e.GetProperty("conn_id")} {e.GetProperty("local_port")}"))
        {
            var (kind, seen) = (socket.First().GetProperty("kind").GetString(), socket.First().GetProperty("ss"));
            if (kind is "messages" or "without memory" or "shared" or "used again")
                Assert.Equal(socket.Sum(e => e.GetProperty("rx").GetInt64()), seen.GetProperty("received").GetInt64());
            if (kind != "older")
                Assert.InRange(seen.GetProperty("acked").GetInt64(), 0, socket.Sum(e => e.GetProperty("tx").GetInt64()) + 2);
        }

        var others = rows.Values.Where(r => told.Any(e => $"{e.GetProperty("conn_id")}" == $"{r.GetProperty("conn_id")}") && !told.Any(e => $"{e.GetProperty("pid")}" == $"{r.GetProperty("pid")}"));
        Assert.Empty(others);
        Assert.Empty(ledger.Kernel.Lost);
    }

    [Fact]
    public async Task Segments_sent_again_are_those_that_the_namespace_counts()
    {
        Needs.Root("bpftool", "unshare", "nsenter", "ip");
        using var network = await OwnNetwork.MakeAsync();
        await using var lossy = await LossyCgroup.MakeAsync();
        using var host = HostRun.Start(_folder, "run", BpfConfiguration.Write(_folder, "processes", "interval = \"100ms\""));
        await host.AttachedAsync();
        var workload = await TcpWorkload.RunAsync(network, "--cgroup", lossy.Folder, "client", "probed");
        await host.StopAsync();

        var rows = host.Last("tcp_stats_events", "conn_id", "pid").Values
            .Where(r => r.GetProperty("local_port").GetInt32() == TcpWorkload.Port || r.GetProperty("remote_port").GetInt32() == TcpWorkload.Port).ToList();
        Assert.InRange(workload.Resent, 9, int.MaxValue);
        Assert.Equal(workload.Resent, rows.Sum(r => r.GetProperty("retransmits").GetInt64()));
        foreach (var (port, end) in workload.Of("client"))
        {
            var (sent, received) = (end.GetProperty("sent").GetInt64(), end.GetProperty("received").GetInt64());
            var opened = Assert.Single(rows, r => r.GetProperty("local_port").GetInt32() == port);
            var accepted = Assert.Single(rows, r => r.GetProperty("remote_port").GetInt32() == port);
            Assert.Equal((workload.Pid, sent, received), (opened.GetProperty("pid").GetInt32(), opened.GetProperty("tx").GetInt64(), opened.GetProperty("rx").GetInt64()));
            Assert.Equal((workload.Pid, received, sent), (accepted.GetProperty("pid").GetInt32(), accepted.GetProperty("tx").GetInt64(), accepted.GetProperty("rx").GetInt64()));
        }
    }

    [Fact]
    public async Task Where_the_map_is_full_what_finds_no_room_is_counted()
    {
        Needs.Root("unshare", "nsenter", "ip");
        using var network = await OwnNetwork.MakeAsync();
        using var host = HostRun.Start(_folder, "run", BpfConfiguration.Write(_folder, "processes", "interval = \"1h\"\nmax_series = 2"));
        await host.AttachedAsync();
        await TcpWorkload.RunAsync(network, "client", "server");
        var ledger = await host.StopAsync();
        Assert.InRange(ledger.Kernel.Lost["map_full"], 10, long.MaxValue);
        Assert.Equal(2, host.Last("tcp_stats_events", "conn_id", "pid").Count);
    }

    public void Dispose() => _folder.Dispose();

    private static HashSet<string> Cookies(IEnumerable<JsonElement> ends) => [.. ends.Select(e => $"{e.GetProperty("conn_id")}")];

    // A reading tells all that is in the map, at one time.
    private static async Task UntilOnlyAsync(HostRun host, IReadOnlySet<string> open, IReadOnlySet<string> all)
    {
        using var patience = new CancellationTokenSource(Patience.ForAnything);
        while (true)
        {
            var readings = host.Rows.Where(r => r.GetProperty("table").GetString() == "tcp_stats_events").GroupBy(r => r.GetProperty("time").GetString()).ToList();
            // The last one may still be on its way.
            if (readings.Count > 2 && readings[^2].Select(r => $"{r.GetProperty("conn_id")}").Where(all.Contains).ToHashSet().SetEquals(open))
                return;
            await Task.Delay(100, patience.Token);
        }
    }
}
