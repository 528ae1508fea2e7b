using System.Text.Json;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Kernel.Tests.Witnesses;

namespace Pipeline.Kernel.Tests;

/// <summary>tcpretrans on segments of which the test knows that they were lost, and beside the namespace's own counters.</summary>
[Trait("needs", "root")]
public sealed class TcpretransTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task EverySegmentLostIsSentAgainAndTold()
    {
        Needs.Root("bpftool", "unshare", "nsenter", "ip");
        using var network = await OwnNetwork.MakeAsync();
        await using var lossy = await LossyCgroup.MakeAsync();
        using var host = HostRun.Start(_folder, "wrap", "tcpretrans", "lossprobe=true", "--format", "json");
        using var plain = HostRun.Start(_folder, "wrap", "tcpretrans", "ipv4=true", "--format", "json");
        await Task.WhenAll(host.AttachedAsync(), plain.AttachedAsync());
        var workload = await TcpWorkload.RunAsync(network, "--cgroup", lossy.Folder, "client", "probed");
        var ledger = await host.StopAsync();
        var plainLedger = await plain.StopAsync();

        var rows = workload.In(host.Rows);
        var lost = await lossy.LostAsync();
        Assert.Equal((3 + 3) + 3, lost.Count);
        Assert.True(
            !lost.Except(rows.Select(Segment)).Any(),
            $"lost: {string.Join(", ", lost)}\nopened: {string.Join('\n', workload.Connections)}\n{workload.Resent} sent again by the namespace's count, told: {string.Join('\n', rows)}\nlost by the programs: {string.Join(", ", ledger.Kernel.Lost)}");
        Assert.Equal(workload.Resent, rows.Count);
        Assert.Equal(workload.Probes, rows.Count(IsProbe));
        Assert.Empty(ledger.Kernel.Lost);

        var opened = workload.Connections.Select(TcpEnds.Of).ToHashSet();
        foreach (var row in rows)
        {
            // The other end has lost the acknowledgement that came with the data. It has not been opened, so nobody is known.
            var isOther = row.GetProperty("lport").GetInt32() == TcpWorkload.Port;
            Assert.Contains(isOther ? TcpEnds.Of(row).Reversed : TcpEnds.Of(row), opened);
            Assert.Equal((isOther ? 0 : workload.Pid, isOther ? "" : "python3", 0), (row.GetProperty("pid").GetInt32(), row.GetProperty("comm").GetString(), row.GetProperty("error").GetInt32()));
        }

        var ofLost = rows.Where(r => lost.Contains(Segment(r))).ToLookup(r => r.GetProperty("state").GetString());
        Assert.Equal(6, ofLost["syn_sent"].Select(Segment).Distinct().Count());
        Assert.Equal(3, ofLost["established"].Select(Segment).Distinct().Count());
        Assert.DoesNotContain(ofLost["syn_sent"], IsProbe);
        Assert.Contains(ofLost["established"], IsProbe);

        Assert.Equal(rows.Where(r => !IsProbe(r) && r.GetProperty("ip").GetInt32() == 4).Select(Segment).Order(), workload.In(plain.Rows).Select(Segment).Order());
        Assert.InRange(plainLedger.Kernel.Discarded["filtered"], rows.Count(r => IsProbe(r) || r.GetProperty("ip").GetInt32() == 6), long.MaxValue);
    }

    public void Dispose() => _folder.Dispose();

    private static (int Port, uint Sequence) Segment(JsonElement row) => (row.GetProperty("lport").GetInt32(), row.GetProperty("seq").GetUInt32());

    private static bool IsProbe(JsonElement row) => row.GetProperty("type").GetString() == "loss_probe";
}
