using System.Globalization;
using System.Text.Json;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Kernel.Tests.Witnesses;

namespace Pipeline.Kernel.Tests;

/// <summary>tcpstates beside BCC's on the same connections.</summary>
[Trait("needs", "root")]
public sealed class TcpstatesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task EveryChangeIsARowAsBccTellsIt()
    {
        Needs.Root("tcpstates", "unshare", "nsenter", "ip");
        var (rows, seen, workload) = await RunAsync([], [], "client", "server", "reset", "refused", "unaccepted:3");
        Assert.InRange(seen.Count, 100, int.MaxValue);
        AssertSame(seen, rows);
        var python = rows.Where(r => r.GetProperty("pid").GetInt32() != 0).ToArray();
        Assert.All(python, r => Assert.Equal((workload.Pid, "python3"), (r.GetProperty("pid").GetInt32(), r.GetProperty("comm").GetString())));
        Assert.All(rows.Except(python), r => Assert.Equal("", r.GetProperty("comm").GetString()));
        // What the process does itself, and all that comes after; a connection that comes in is nobody's before.
        Assert.All(rows.Where(r => r.GetProperty("newstate").GetString() is "syn_sent" or "listen" or "fin_wait1" or "last_ack"), r => Assert.Contains(r, python));
        Assert.All(rows.Where(r => r.GetProperty("oldstate").GetString() is "syn_recv"), r => Assert.DoesNotContain(r, python));
    }

    [Fact]
    public async Task PortsAndFamiliesNarrowAsBccsOptionsDo()
    {
        Needs.Root("tcpstates", "unshare", "nsenter", "ip");
        var (rows, seen, _) = await RunAsync(
            [$"lport=[1, {TcpWorkload.Port}]", "ipv6=true"], ["-6", "-L", $"1,{TcpWorkload.Port}"], "client", "server");
        Assert.All(rows, r => Assert.Equal((6, TcpWorkload.Port), (r.GetProperty("ip").GetInt32(), r.GetProperty("lport").GetInt32())));
        AssertSame(seen, rows);
        (rows, seen, _) = await RunAsync([$"rport={TcpWorkload.Port}", "ipv4=true"], ["-4", "-D", $"{TcpWorkload.Port}"], "client");
        // The mapped connection, too, is IPv4 to us.
        var sockets = seen.Select(w => w[0]).ToHashSet();
        Assert.Equal(2, rows.Select(r => r.GetProperty("skaddr").GetString()).Distinct().Count());
        AssertSame(seen, [.. rows.Where(r => sockets.Contains(r.GetProperty("skaddr").GetString()!))]);
        Assert.All(rows, r => Assert.Equal((4, TcpWorkload.Port), (r.GetProperty("ip").GetInt32(), r.GetProperty("rport").GetInt32())));
    }

    public void Dispose() => _folder.Dispose();

    // SKADDR PID COMM IP LADDR LPORT RADDR RPORT OLDSTATE -> NEWSTATE MS; a name may have blanks in it.
    private async Task<(IReadOnlyList<JsonElement> Rows, IReadOnlyList<string[]> Seen, TcpWorkload Workload)> RunAsync(
        IEnumerable<string> settings, IEnumerable<string> bccOptions, params IEnumerable<string> kinds)
    {
        using var network = await OwnNetwork.MakeAsync();
        using var bcc = await TcpBccTool.FollowAsync("SKADDR", ["tcpstates", "-w", .. bccOptions]);
        using var host = HostRun.Start(_folder, ["wrap", "tcpstates", BpfConfiguration.RoomForAll, .. settings, "--format", "json"]);
        await host.AttachedAsync();
        var workload = await TcpWorkload.RunAsync(network, kinds);
        var ledger = await host.StopAsync();
        Assert.Empty(ledger.Kernel.Lost);
        var rows = workload.In(host.Rows);
        // What is IPv4 to us and IPv6 to BCC is in one of the two only where a family is asked for. A socket's first row has no port yet.
        var isOneFamily = bccOptions.Any(o => o is "-4" or "-6");
        var mapped = rows.Where(workload.IsMapped).Select(r => r.GetProperty("skaddr").GetString()).ToHashSet();
        var seen = await bcc.RowsAsync(
            w => TcpEnds.Of(w.AsSpan()[^8..^4]),
            w => !(isOneFamily && TcpEnds.IsMapped(w[^8])),
            [.. rows.Where(r => !isOneFamily || !mapped.Contains(r.GetProperty("skaddr").GetString()))]);
        return (rows, seen, workload);
    }

    private static void AssertSame(IReadOnlyList<string[]> seen, IReadOnlyList<JsonElement> rows)
    {
        var (theirs, ours) = (seen.OrderBy(Change, StringComparer.Ordinal).ToArray(), rows.OrderBy(Change, StringComparer.Ordinal).ToArray());
        Assert.Equal(theirs.Select(Change), ours.Select(Change));
        foreach (var (words, row) in theirs.Zip(ours))
            Durations.AssertNear(TimeSpan.FromMilliseconds(double.Parse(words[^1], CultureInfo.InvariantCulture)), row, "duration_ns");
    }

    private static string Change(string[] words) => $"{words[0]} {TcpEnds.Of(words.AsSpan()[^8..^4])} {words[^4]} {words[^2]}";

    private static string Change(JsonElement row) =>
        $"{row.GetProperty("skaddr").GetString()} {TcpEnds.Of(row)} {row.GetProperty("oldstate").GetString()!.ToUpperInvariant()} {row.GetProperty("newstate").GetString()!.ToUpperInvariant()}";
}
