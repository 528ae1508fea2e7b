using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Kernel.Tests;

/// <summary>tcpsynbl on listeners of which the test knows how many connections wait.</summary>
[Trait("needs", "root")]
public sealed class TcpsynblTests : IDisposable
{
    private const int Waiting = 20;

    // Slots end at 0, 1, 2, 4, 8, 16, 32: 0, 1, 2, 3-4, 5-8, 9-16, 17-19.
    private static readonly int[] ZeroToNineteen = [1, 1, 1, 2, 4, 8, 3];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task TwentyUnacceptedConnectionsFindZeroToNineteenWaiting()
    {
        Needs.Root("unshare", "nsenter", "ip");
        using var network = await OwnNetwork.MakeAsync();
        using var all = HostRun.Start(_folder, "wrap", "tcpsynbl", "--format", "json");
        using var four = HostRun.Start(_folder, "wrap", "tcpsynbl", "ipv4=true", "--format", "json");
        using var both = HostRun.Start(_folder, "wrap", "tcpsynbl", "ipv4=true", "ipv6=true", "--format", "json");
        await Task.WhenAll(all.AttachedAsync(), four.AttachedAsync(), both.AttachedAsync());
        var workload = await TcpWorkload.RunAsync(network, $"unaccepted:{Waiting}");
        Assert.Equal(3 * Waiting, workload.Connections.Length);
        foreach (var host in new[] { all, four, both })
            Assert.Empty((await host.StopAsync()).Kernel.Lost);

        // One listener of family IPv4 and two of IPv6, one of which takes IPv4.
        AssertBacklog(all, listeners: 3);
        AssertBacklog(four, listeners: 1);
        AssertBacklog(both, listeners: 3);
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertBacklog(HostRun host, int listeners)
    {
        var last = host.Rows.Last(r => r.GetProperty("backlog_max").GetInt64() == Waiting).GetProperty("backlog");
        Assert.Equal((listeners * Waiting, listeners * 190), (last.GetProperty("count").GetInt32(), last.GetProperty("sum").GetInt32()));
        Assert.Equal(ZeroToNineteen.Select(n => n * listeners), last.GetProperty("counts").EnumerateArray().Take(ZeroToNineteen.Length).Select(c => c.GetInt32()));
    }
}
