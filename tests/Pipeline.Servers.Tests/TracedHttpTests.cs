using Pipeline.Servers.Tests.Loads;
using Pipeline.Servers.Tests.Rows;
using Pipeline.Servers.Tests.Servers;
using Pipeline.Servers.Tests.Tracing;
using Pipeline.Servers.Tests.Witnesses;

namespace Pipeline.Servers.Tests;

/// <summary>Real servers and clients while the host traces them: the rows of both sides are what tshark and the server's log say.</summary>
[Collection(nameof(Alone))]
[Trait("needs", "root")]
public sealed class TracedHttpTests : IDisposable
{
    // About 50 us on a machine with nothing else to do; a machine that is shared wakes programs later. What is wrong is wrong by milliseconds.
    private const long MedianError = 500_000;

    private static readonly string[] Paths = [.. Nginx.Sizes.Where(s => s <= 20_000).Select(s => $"/f/{s}"), .. Nginx.Statuses.Select(s => $"/s/{s}"), "/none", "/f/100?q=%20a&b="];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Ten_thousand_requests_are_ten_thousand_rows_of_the_server_and_as_many_of_the_client()
    {
        Needs.Root("nginx", "h2load", "tcpdump", "tshark");
        using var nginx = await Nginx.StartAsync(_folder);
        using var trace = await Trace.StartAsync(_folder, "http", nginx.Port);
        using var wire = await Wire.RecordAsync(_folder, nginx.Port);
        await H2load.RunAsync(_folder, nginx.Port, requests: 10_000, connections: 10, rate: 2_000, Paths);
        await wire.StopAsync();
        await trace.StopAsync();

        var (log, witnessed) = (await AccessLog.ReadAsync(nginx.Log, 10_000), await HttpWire.ReadAsync(wire.File, nginx.Port));
        foreach (var role in (string[])["server", "client"])
        {
            var rows = HttpRows.Of(trace.Rows, role, nginx.Port);
            Assert.Equal(10_000, rows.Length);
            Exchanges.AssertSame(log, rows);
            Exchanges.AssertSame(witnessed, rows);
        }

        Assert.All(trace.Rows.Where(r => HttpRows.Is(r, "server")), r => Assert.Contains(r.GetProperty("pid").GetInt32(), nginx.Pids));
        Assert.All(trace.Rows.Where(r => HttpRows.Is(r, "client")), r => Assert.Equal("h2load", r.GetProperty("comm").GetString()));
        Assert.Equal((0, 0, 0), (trace.Stat("gap_bytes"), trace.Stat("unpaired_requests"), trace.Stat("unpaired_responses")));
    }

    [Fact]
    public async Task Requests_of_several_methods_from_wrk_are_those_of_nginx_s_log_and_of_tshark()
    {
        Needs.Root("nginx", "wrk", "tcpdump", "tshark");
        using var nginx = await Nginx.StartAsync(_folder);
        using var trace = await Trace.StartAsync(_folder, "http", nginx.Port);
        using var wire = await Wire.RecordAsync(_folder, nginx.Port);
        await Wrk.RunAsync(nginx.Port, requests: 1_000, connections: 8);
        await wire.StopAsync();
        await trace.StopAsync();

        var witnessed = await HttpWire.ReadAsync(wire.File, nginx.Port);
        Assert.InRange(witnessed.Length, 1_000, 1_100);
        Exchanges.AssertSame(witnessed, HttpRows.Of(trace.Rows, "server", nginx.Port));
        Exchanges.AssertSame(witnessed, HttpRows.Of(trace.Rows, "client", nginx.Port));
    }

    [Fact]
    public async Task What_curl_can_ask_for_is_what_nginx_was_asked()
    {
        Needs.Root("nginx", "curl", "tcpdump", "tshark");
        using var nginx = await Nginx.StartAsync(_folder);
        using var trace = await Trace.StartAsync(_folder, "http", nginx.Port);
        using var wire = await Wire.RecordAsync(_folder, nginx.Port);
        await Curl.RunAsync(_folder, $"http://127.0.0.1:{nginx.Port}");
        await wire.StopAsync();
        await trace.StopAsync();

        var witnessed = await HttpWire.ReadAsync(wire.File, nginx.Port);
        Assert.Equal(Curl.Requests, witnessed.Length);
        Exchanges.AssertSame(witnessed, HttpRows.Of(trace.Rows, "server", nginx.Port));
        Exchanges.AssertSame(witnessed, HttpRows.Of(trace.Rows, "client", nginx.Port));
    }

    [Fact]
    public async Task Haproxy_is_a_server_on_one_side_and_a_client_on_the_other()
    {
        Needs.Root("nginx", "haproxy", "h2load", "tcpdump", "tshark");
        using var nginx = await Nginx.StartAsync(_folder);
        using var haproxy = await Haproxy.StartAsync(_folder, nginx.Port);
        using var trace = await Trace.StartAsync(_folder, "http", nginx.Port, haproxy.Port);
        using var wire = await Wire.RecordAsync(_folder, nginx.Port, haproxy.Port);
        await H2load.RunAsync(_folder, haproxy.Port, requests: 1_000, connections: 4, rate: 500, Paths);
        await wire.StopAsync();
        await trace.StopAsync();

        foreach (var port in (int[])[nginx.Port, haproxy.Port])
            foreach (var role in (string[])["client", "server"])
                Exchanges.AssertSame(await HttpWire.ReadAsync(wire.File, port), HttpRows.Of(trace.Rows, role, port));
        string[] sides = [.. trace.Rows.Where(r => HttpRows.Is(r, "client") || HttpRows.Is(r, "server")).Select(r => $"{r.GetProperty("comm").GetString()} {r.GetProperty("trace_role").GetString()}")];
        Assert.Equal(["h2load client", "haproxy client", "haproxy server", "nginx server"], sides.Distinct().Order());
        Assert.All(sides.CountBy(s => s), side => Assert.Equal(1_000, side.Value));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handlers_with_known_delays_have_the_latencies_that_tshark_sees(bool kestrel)
    {
        Needs.Root("h2load", "tcpdump", "tshark");
        using var server = kestrel ? await Handlers.StartKestrelAsync() : await Handlers.StartPythonAsync();
        using var trace = await Trace.StartAsync(_folder, "http", server.Port);
        using var wire = await Wire.RecordAsync(_folder, server.Port);
        // Whoever goes first on a busy machine is not kept waiting by it: one time the client, one time the server.
        foreach (var priority in (string[][])[Priority.Highest, Priority.High])
            await H2load.RunAsync(priority, _folder, server.Port, requests: 300, connections: 4, rate: 150, "/delay/0/10", "/delay/5/100", "/delay/50/1000");
        await wire.StopAsync();
        await trace.StopAsync();

        var witnessed = await HttpWire.ReadAsync(wire.File, server.Port);
        foreach (var role in (string[])["client", "server"])
        {
            var rows = HttpRows.Of(trace.Rows, role, server.Port);
            Exchanges.AssertSame(witnessed, rows);
            foreach (var path in rows.Select(r => r.Path).Distinct())
            {
                var median = Exchanges.MedianDifference([.. witnessed.Where(w => w.Path == path)], [.. rows.Where(r => r.Path == path)]);
                Assert.True(median <= MedianError, $"{path} at the {role}: {median} ns apart");
            }
        }
    }

    public void Dispose() => _folder.Dispose();
}
