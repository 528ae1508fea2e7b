using Pipeline.Servers.Tests.Rows;
using Pipeline.Servers.Tests.Servers;
using Pipeline.Servers.Tests.Tracing;
using Pipeline.Servers.Tests.Witnesses;

namespace Pipeline.Servers.Tests;

/// <summary>Connections that haproxy puts a header in front of, so that nginx knows whose they are.</summary>
[Trait("needs", "root")]
public sealed class TracedProxyHeaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(" send-proxy")]
    [InlineData(" send-proxy-v2")]
    public async Task Requests_behind_the_header_are_rows_of_both_ends(string told)
    {
        Needs.Root("nginx", "haproxy", "curl");
        using var nginx = await Nginx.StartAsync(_folder, " proxy_protocol");
        using var haproxy = await Haproxy.StartAsync(_folder, nginx.Port, told);
        using var trace = await Trace.StartAsync(_folder, "http", nginx.Port);
        for (var i = 0; i < 20; i++)
            await RunningProcess.RunAsync("curl", "-s", "-o", "/dev/null", $"http://127.0.0.1:{haproxy.Port}/f/100?{i}");
        await trace.StopAsync();

        var log = await AccessLog.ReadAsync(nginx.Log, 20);
        foreach (var role in (string[])["server", "client"])
            Exchanges.AssertSame(log, HttpRows.Of(trace.Rows, role, nginx.Port));
        Assert.Equal((0, 0, 0), (trace.Stat("resyncs"), trace.Stat("unpaired_requests"), trace.Stat("unpaired_responses")));
    }

    public void Dispose() => _folder.Dispose();
}
