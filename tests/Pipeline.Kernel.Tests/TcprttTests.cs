using System.Globalization;
using System.Text.Json;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Kernel.Tests.Witnesses;

namespace Pipeline.Kernel.Tests;

/// <summary>tcprtt beside bpftrace at the same hook, and beside what the sockets themselves say (TCP_INFO).</summary>
[Trait("needs", "root")]
public sealed class TcprttTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task TimesAreThoseOfBpftraceAndOfTheSockets()
    {
        Needs.Root("bpftrace", "unshare", "nsenter", "ip");
        using var network = await OwnNetwork.MakeAsync();
        using var bpftrace = await BpftraceLines.FollowAsync(
            $$"""tracepoint:tcp:tcp_probe /args->sport == {{TcpWorkload.Port}} || args->dport == {{TcpWorkload.Port}}/ { printf("%u %u\n", args->sport, args->srtt); }""");
        using var local = HostRun.Start(_folder, "wrap", "tcprtt", $"lport=[1, {TcpWorkload.Port}]", "--format", "json");
        using var remote = HostRun.Start(_folder, "wrap", "tcprtt", $"rport={TcpWorkload.Port}", "--format", "json");
        await Task.WhenAll(local.AttachedAsync(), remote.AttachedAsync());
        var workload = await TcpWorkload.RunAsync(network, "chat:100");
        var times = workload.Connections.SelectMany(c => c.GetProperty("rtt_us").EnumerateArray()).Select(t => t.GetInt64()).ToArray();
        Assert.Empty((await local.StopAsync()).Kernel.Lost);
        Assert.Empty((await remote.StopAsync()).Kernel.Lost);

        var (lines, passedOver) = await bpftrace.EndAsync();
        var seen = lines.Select(l => l.Split(' ').Select(n => long.Parse(n, CultureInfo.InvariantCulture)).ToArray()).ToLookup(n => n[0] == TcpWorkload.Port, n => n[1]);
        Assert.InRange(seen[true].Count(), 3 * 100, int.MaxValue);
        AssertSame(seen[true], passedOver, times, local.Rows[^1]);
        AssertSame(seen[false], passedOver, times, remote.Rows[^1]);
        Assert.False(local.Rows[^1].TryGetProperty("laddr", out _) || local.Rows[^1].TryGetProperty("raddr", out _));
    }

    [Fact]
    public async Task AddressesAndFamiliesNarrowAndDivide()
    {
        Needs.Root("unshare", "nsenter", "ip");
        using var network = await OwnNetwork.MakeAsync();
        string[][] settings =
        [
            ["per_raddr=true"], ["per_laddr=true", "per_raddr=true", "ipv4=true"], ["per_raddr=true", "ipv6=true"], ["per_raddr=true", "raddr=::1"], ["per_laddr=true", "laddr=127.0.0.1"],
        ];
        string[][] addresses = [["127.0.0.1", "::1"], ["127.0.0.1"], ["::1"], ["::1"], ["127.0.0.1"]];
        HostRun[] hosts = [.. settings.Select(s => HostRun.Start(_folder, ["wrap", "tcprtt", $"lport={TcpWorkload.Port}", .. s, "--format", "json"]))];
        try
        {
            await Task.WhenAll(hosts.Select(h => h.AttachedAsync()));
            await TcpWorkload.RunAsync(network, "chat:10");
            for (var i = 0; i < hosts.Length; i++)
            {
                await hosts[i].StopAsync();
                foreach (var label in settings[i].Where(s => s.StartsWith("per_", StringComparison.Ordinal)).Select(s => s[4..9]))
                    Assert.Equal(addresses[i], hosts[i].Rows.Select(r => r.GetProperty(label).GetString()).Distinct().Order(StringComparer.Ordinal));
            }
        }
        finally
        {
            foreach (var host in hosts)
                host.Dispose();
        }
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertSame(IEnumerable<long> seen, long passedOver, IReadOnlyList<long> times, JsonElement row)
    {
        var histogram = row.GetProperty("rtt_ns");
        // Nothing is told of a connection without a measurement; and bpftrace has whole microseconds, we have eighths.
        long[] measured = [.. seen.Where(t => t > 0)];
        var unseen = histogram.GetProperty("count").GetInt64() - measured.Length;
        Assert.InRange(unseen, 0, passedOver);
        Assert.InRange(histogram.GetProperty("sum").GetInt64() - 1000 * measured.Sum(), 0, 1000L * (measured.Length + unseen * times.Max()));
        var told = times.Select(Slot).ToHashSet();
        var counts = histogram.GetProperty("counts").EnumerateArray().Select(c => c.GetInt32()).ToArray();
        Assert.All(Enumerable.Range(0, counts.Length).Where(slot => counts[slot] > 0), slot => Assert.Contains(told, t => Math.Abs(t - slot) <= 1));
        var bounds = histogram.GetProperty("bounds").EnumerateArray().Select(b => b.GetInt64()).ToArray();
        Assert.Equal(Enumerable.Range(0, 26).Select(i => 1000L << i), bounds);
    }

    private static int Slot(long microseconds) => microseconds <= 1 ? 0 : 1 + (int)Math.Log2(microseconds - 1);
}
