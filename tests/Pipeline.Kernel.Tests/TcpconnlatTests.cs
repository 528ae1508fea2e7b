using Pipeline.Kernel.Tests.Running;
using Pipeline.Kernel.Tests.Witnesses;

namespace Pipeline.Kernel.Tests;

/// <summary>tcpconnlat on connections whose first SYN is lost, which costs a second, and on such that do not come about.</summary>
[Trait("needs", "root")]
public sealed class TcpconnlatTests : IDisposable
{
    // The kernel's timer may be early by a tick or two of its own clock, not more.
    private const long ALittleLessThanASecond = 980_000_000;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task ALostFirstSynCostsASecondAndAFailureIsTold()
    {
        Needs.Root("bpftool", "unshare", "nsenter", "ip");
        using var network = await OwnNetwork.MakeAsync();
        await using var lossy = await LossyCgroup.MakeAsync();
        using var host = HostRun.Start(_folder, "wrap", "tcpconnlat", BpfConfiguration.RoomForAll, "failed=true", "--format", "json");
        await host.AttachedAsync();
        var workload = await TcpWorkload.RunAsync(network, "--cgroup", lossy.Folder, "client", "abandoned", "refused");
        var ledger = await host.StopAsync();

        var (rows, lost) = (workload.In(host.Rows), await lossy.LostAsync());
        Assert.Equal(workload.Of("client", "abandoned").Keys.Order(), lost.Select(l => l.Port).Order());
        Assert.Equal(workload.Connections.Select(c => c.GetProperty("lport").GetInt32()), rows.Select(r => r.GetProperty("lport").GetInt32()));
        // Others' connections may have begun before the programs were there.
        Assert.Empty(ledger.Kernel.Lost.Keys.Except(["no_start"]));
        foreach (var (row, known) in rows.Zip(workload.Connections))
        {
            var address = known.GetProperty("raddr").GetString()!;
            Assert.Equal((workload.Pid, "python3"), (row.GetProperty("pid").GetInt32(), row.GetProperty("comm").GetString()));
            Assert.Equal((TcpEnds.Of(known).RemoteAddress, TcpWorkload.Port), (TcpEnds.Of(row).RemoteAddress, TcpEnds.Of(row).RemotePort));
            Assert.Equal(address == "::1" ? 6 : 4, row.GetProperty("ip").GetInt32());
            Assert.Equal(known.TryGetProperty("error", out var error) ? error.GetInt32() : 0, row.GetProperty("error").GetInt32());
            if (!known.TryGetProperty("seconds", out var seconds))
                continue;
            // Who connects measures from before until after, and may be late to hear of it.
            Assert.InRange(row.GetProperty("latency_ns").GetInt64(), ALittleLessThanASecond, (long)(seconds.GetDouble() * 1e9));
            Assert.Equal(TcpEnds.Of(known), TcpEnds.Of(row));
        }
    }

    [Fact]
    public async Task FailedAndFastOnesAreLeftOutUnlessAskedFor()
    {
        Needs.Root("bpftool", "unshare", "nsenter", "ip");
        using var network = await OwnNetwork.MakeAsync();
        using var another = await OwnNetwork.MakeAsync();
        await using var lossy = await LossyCgroup.MakeAsync();
        using var host = HostRun.Start(_folder, "wrap", "tcpconnlat", BpfConfiguration.RoomForAll, "min=900ms", "--format", "json");
        await host.AttachedAsync();
        var slow = await TcpWorkload.RunAsync(network, "--cgroup", lossy.Folder, "client", "abandoned", "refused");
        var fast = await TcpWorkload.RunAsync(another, "client");
        var ledger = await host.StopAsync();
        Assert.Equal(slow.Of("client").Keys, slow.In(host.Rows).Select(r => r.GetProperty("lport").GetInt32()));
        Assert.Empty(fast.In(host.Rows));
        Assert.InRange(ledger.Kernel.Discarded["filtered"], slow.Of("abandoned", "refused").Count + fast.Connections.Length, long.MaxValue);
    }

    public void Dispose() => _folder.Dispose();
}
