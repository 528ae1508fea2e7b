using System.Globalization;
using System.Text.Json;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Kernel.Tests.Witnesses;

namespace Pipeline.Kernel.Tests;

/// <summary>tcplife beside BCC's on the same connections, of which the test knows what they carried.</summary>
[Trait("needs", "root")]
public sealed class TcplifeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task EveryConnectionIsTwoRowsAsBccTellsThem()
    {
        Needs.Root("tcplife", "unshare", "nsenter", "ip");
        var (rows, seen, workload) = await RunAsync([], [], "client:10000", "server:123456", "reset", "refused");
        Assert.Equal(3 * (2 + 2 + 2 + 1), rows.Count);
        AssertSame(seen, rows);
        var ended = workload.Of("client", "server");
        foreach (var row in rows)
        {
            var opened = row.GetProperty("rport").GetInt32() == TcpWorkload.Port;
            var connection = row.GetProperty(opened ? "lport" : "rport").GetInt32();
            // The other side broke it off, so that nobody here did.
            var nobodys = !opened && !ended.ContainsKey(connection);
            Assert.Equal((nobodys ? 0 : workload.Pid, nobodys ? "" : "python3"), (row.GetProperty("pid").GetInt32(), row.GetProperty("comm").GetString()));
            if (!ended.TryGetValue(connection, out var known))
                continue;
            var (sent, received) = (known.GetProperty("sent").GetInt64(), known.GetProperty("received").GetInt64());
            Assert.InRange(row.GetProperty(opened ? "tx_bytes" : "rx_bytes").GetInt64() - sent, 0, 2);
            Assert.InRange(row.GetProperty(opened ? "rx_bytes" : "tx_bytes").GetInt64() - received, 0, 2);
        }
    }

    [Fact]
    public async Task PortsAndFamiliesNarrowAsBccsOptionsDo()
    {
        Needs.Root("tcplife", "unshare", "nsenter", "ip");
        var (rows, seen, workload) = await RunAsync([$"rport={TcpWorkload.Port}", "ipv4=true"], ["-4", "-D", $"{TcpWorkload.Port}"], "client", "refused");
        Assert.All(rows, r => Assert.Equal((4, TcpWorkload.Port), (r.GetProperty("ip").GetInt32(), r.GetProperty("rport").GetInt32())));
        var mapped = workload.Connections.Where(c => TcpEnds.IsMapped(c.GetProperty("raddr").GetString()!)).Select(c => c.GetProperty("lport").GetInt32()).ToHashSet();
        Assert.Equal(2 + 2, rows.Count);
        AssertSame(seen, [.. rows.Where(r => !mapped.Contains(r.GetProperty("lport").GetInt32()))]);
    }

    public void Dispose() => _folder.Dispose();

    // PID COMM LADDR LPORT RADDR RPORT TX_KB RX_KB MS
    private async Task<(IReadOnlyList<JsonElement> Rows, IReadOnlyList<string[]> Seen, TcpWorkload Workload)> RunAsync(
        IEnumerable<string> settings, IEnumerable<string> bccOptions, params IEnumerable<string> kinds)
    {
        using var network = await OwnNetwork.MakeAsync();
        using var bcc = await TcpBccTool.FollowAsync("LADDR", ["tcplife", "-w", .. bccOptions]);
        using var host = HostRun.Start(_folder, ["wrap", "tcplife", BpfConfiguration.RoomForAll, .. settings, "--format", "json"]);
        await host.AttachedAsync();
        var workload = await TcpWorkload.RunAsync(network, kinds);
        await host.StopAsync();
        var rows = workload.In(host.Rows);
        // What is IPv4 to us and IPv6 to BCC is in one of the two only where a family is asked for.
        var isOneFamily = bccOptions.Any(o => o is "-4" or "-6");
        var seen = await bcc.RowsAsync(w => TcpEnds.Of(w.AsSpan()[^7..^3]), _ => true, [.. rows.Where(r => !isOneFamily || !workload.IsMapped(r))]);
        return (rows, seen, workload);
    }

    private static void AssertSame(IReadOnlyList<string[]> seen, IReadOnlyList<JsonElement> rows)
    {
        var (theirs, ours) = (seen.OrderBy(Life, StringComparer.Ordinal).ToArray(), rows.OrderBy(Life, StringComparer.Ordinal).ToArray());
        Assert.Equal(theirs.Select(Life), ours.Select(Life));
        foreach (var (words, row) in theirs.Zip(ours))
            Durations.AssertNear(TimeSpan.FromMilliseconds(double.Parse(words[^1], CultureInfo.InvariantCulture)), row, "duration_ns");
    }

    private static string Life(string[] words) => $"{TcpEnds.Of(words.AsSpan()[^7..^3])} {words[^3]} {words[^2]}";

    private static string Life(JsonElement row) => $"{TcpEnds.Of(row)} {Kibibytes(row, "tx_bytes")} {Kibibytes(row, "rx_bytes")}";

    private static string Kibibytes(JsonElement row, string column) => (row.GetProperty(column).GetInt64() / 1024d).ToString("F2", CultureInfo.InvariantCulture);
}
