using System.Text.Json;
using Pipeline.Servers.Tests.Loads;
using Pipeline.Servers.Tests.Rows;
using Pipeline.Servers.Tests.Servers;
using Pipeline.Servers.Tests.Tracing;
using Pipeline.Servers.Tests.Witnesses;

namespace Pipeline.Servers.Tests;

/// <summary>Real servers recorded on loopback: what the host reads from the capture is what tshark reads, and what the server's log says.</summary>
[Trait("needs", "root")]
public sealed class ReplayedServersTests : IDisposable
{
    // The same packets tell both: what differs is rounding.
    private const long Nothing = 1_000;

    private static readonly string[] Paths = [.. Nginx.Sizes.Where(s => s <= 20_000).Select(s => $"/f/{s}"), .. Nginx.Statuses.Select(s => $"/s/{s}"), "/none", "/f/100?q=%20a&b="];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Requests_of_h2load_to_nginx_are_those_of_its_log_and_of_tshark()
    {
        Needs.Root("nginx", "h2load", "tcpdump", "tshark");
        using var nginx = await Nginx.StartAsync(_folder);
        using var wire = await Wire.RecordAsync(_folder, nginx.Port);
        await H2load.RunAsync(_folder, nginx.Port, requests: 2_000, connections: 8, rate: 1_000, Paths);
        await wire.StopAsync();

        var rows = HttpRows.Of(await ReadAsync(wire), "client", nginx.Port);
        var witnessed = await HttpWire.ReadAsync(wire.File, nginx.Port);
        Assert.Equal(2_000, rows.Length);
        Exchanges.AssertSame(await AccessLog.ReadAsync(nginx.Log, 2_000), rows);
        Exchanges.AssertSame(witnessed, rows);
        Assert.InRange(Exchanges.MedianDifference(witnessed, rows), 0, Nothing);
    }

    [Fact]
    public async Task Requests_of_several_methods_from_wrk_are_those_of_nginx_s_log_and_of_tshark()
    {
        Needs.Root("nginx", "wrk", "tcpdump", "tshark");
        using var nginx = await Nginx.StartAsync(_folder);
        using var wire = await Wire.RecordAsync(_folder, nginx.Port);
        await Wrk.RunAsync(nginx.Port, requests: 1_000, connections: 8);
        await wire.StopAsync();

        var rows = HttpRows.Of(await ReadAsync(wire), "client", nginx.Port);
        Assert.InRange(rows.Length, 1_000, 1_100);
        Assert.Equal(["DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT"], rows.Select(r => r.Method).Distinct().Order());
        Exchanges.AssertSame(await HttpWire.ReadAsync(wire.File, nginx.Port), rows);
        Exchanges.AssertSame(await AccessLog.ReadAsync(nginx.Log, rows.Length), rows);
    }

    [Fact]
    public async Task What_curl_can_ask_for_is_what_nginx_was_asked()
    {
        Needs.Root("nginx", "curl", "tcpdump", "tshark");
        using var nginx = await Nginx.StartAsync(_folder);
        using var wire = await Wire.RecordAsync(_folder, nginx.Port);
        await Curl.RunAsync(_folder, $"http://127.0.0.1:{nginx.Port}");
        await wire.StopAsync();

        var rows = HttpRows.Of(await ReadAsync(wire), "client", nginx.Port);
        Assert.Equal(Curl.Requests, rows.Length);
        Exchanges.AssertSame(await HttpWire.ReadAsync(wire.File, nginx.Port), rows);
        // nginx does not tell how long a chunked body was.
        Exchanges.AssertSame(WithoutSent(await AccessLog.ReadAsync(nginx.Log, rows.Length)), WithoutSent(rows));
    }

    [Fact]
    public async Task Haproxy_is_seen_from_both_sides()
    {
        Needs.Root("nginx", "haproxy", "h2load", "tcpdump", "tshark");
        using var nginx = await Nginx.StartAsync(_folder);
        using var haproxy = await Haproxy.StartAsync(_folder, nginx.Port);
        using var wire = await Wire.RecordAsync(_folder, nginx.Port, haproxy.Port);
        await H2load.RunAsync(_folder, haproxy.Port, requests: 500, connections: 4, rate: 500, Paths);
        await wire.StopAsync();

        var rows = await ReadAsync(wire);
        foreach (var port in (int[])[nginx.Port, haproxy.Port])
        {
            var side = HttpRows.Of(rows, "client", port);
            Assert.Equal(500, side.Length);
            Exchanges.AssertSame(await HttpWire.ReadAsync(wire.File, port), side);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handlers_with_known_delays_have_the_latencies_that_tshark_sees(bool kestrel)
    {
        Needs.Root("h2load", "tcpdump", "tshark");
        using var server = kestrel ? await Handlers.StartKestrelAsync() : await Handlers.StartPythonAsync();
        using var wire = await Wire.RecordAsync(_folder, server.Port);
        await H2load.RunAsync(_folder, server.Port, requests: 300, connections: 4, rate: 100, "/delay/0/10", "/delay/5/100", "/delay/50/1000");
        await wire.StopAsync();

        var rows = HttpRows.Of(await ReadAsync(wire), "client", server.Port);
        var witnessed = await HttpWire.ReadAsync(wire.File, server.Port);
        Exchanges.AssertSame(witnessed, rows);
        Assert.InRange(Exchanges.MedianDifference(witnessed, rows), 0, Nothing);
        foreach (var (path, least) in (ReadOnlySpan<(string, long)>)[("/delay/0/10", 0), ("/delay/5/100", 5_000_000), ("/delay/50/1000", 50_000_000)])
        {
            Exchange[] of = [.. rows.Where(r => r.Path == path)];
            Assert.InRange(of.Length, 96, 104);
            // A timer may be early by its own resolution.
            Assert.All(of, r => Assert.InRange(r.Latency, least * 0.98, double.MaxValue));
        }
    }

    public void Dispose() => _folder.Dispose();

    private static Exchange[] WithoutSent(IEnumerable<Exchange> exchanges) => [.. exchanges.Select(e => e with { Sent = 0 })];

    private Task<JsonElement[]> ReadAsync(Wire wire) => Replayed.RowsAsync(_folder, wire, "http_events");
}
