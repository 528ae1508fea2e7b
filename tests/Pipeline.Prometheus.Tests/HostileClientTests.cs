using System.Net;
using System.Net.Sockets;
using System.Text;
using Pipeline.Prometheus.Tests.Support;

namespace Pipeline.Prometheus.Tests;

/// <summary>Clients that want no figures. Whatever they do, rows are taken and others are answered.</summary>
public class HostileClientTests
{
    // Some 15 MB: more than the kernel's socket buffers take.
    private const int ManySeries = 30_000;

    private static readonly string Padding = new('x', 450);

    private static readonly TableSchema Counts = Columns.Table("counts", Columns.Label("name"), Columns.Counter("n"));

    [Fact]
    public async Task A_scraper_that_stops_reading_keeps_nobody_waiting_and_is_cut_off()
    {
        await using var sink = await ManyAsync();
        using var stuck = await RequestAsync(sink, "GET /metrics HTTP/1.1\r\nHost: x\r\nX-Prometheus-Scrape-Timeout-Seconds: 1\r\n\r\n", receiveBuffer: 4096);
        using var rows = new Rows(Counts);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(Outcome.Delivered, await sink.WriteAsync(rows.Add(Name(7), 1_000 + i).Build()));
            Assert.Contains($"counts_total{{name=\"{Name(7)}\"}} {1_000 + i}\n", await sink.ScrapeAsync(), StringComparison.Ordinal);
        }

        await UntilAsync(sink, "pipeline_prometheus_cut_scrapes_total{sink=\"prom\"} 1\n");
        Assert.DoesNotContain("\r\n0\r\n\r\n", await ReadToEndAsync(stuck), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scraper_that_goes_away_is_cut_off()
    {
        await using var sink = await ManyAsync();
        using (var gone = await RequestAsync(sink, "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", receiveBuffer: 4096))
            gone.Client.LingerState = new LingerOption(true, 0);
        await UntilAsync(sink, "pipeline_prometheus_cut_scrapes_total{sink=\"prom\"} 1\n");
    }

    [Fact]
    public async Task A_storm_of_scrapes_is_turned_away_beyond_sixteen()
    {
        await using var sink = await ManyAsync();
        var stuck = new List<TcpClient>();
        for (var i = 0; i < 16; i++)
            stuck.Add(await RequestAsync(sink, "GET /metrics HTTP/1.1\r\nHost: x\r\nX-Prometheus-Scrape-Timeout-Seconds: 300\r\n\r\n", receiveBuffer: 4096));
        foreach (var client in stuck)
            await client.GetStream().ReadExactlyAsync(new byte[15], TestContext.Current.CancellationToken);
        using (var refused = await sink.GetAsync())
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal("1", refused.Headers.RetryAfter!.ToString());
        }

        Assert.Equal(HttpStatusCode.OK, (await sink.GetAsync(path: "/-/healthy")).StatusCode);
        using var rows = new Rows(Counts);
        Assert.Equal(Outcome.Delivered, await sink.WriteAsync(rows.Add(Name(1), 5).Build()));
        foreach (var client in stuck)
            client.Dispose();
        // Until the sink has noticed that they are gone it turns away those who ask here, too, and counts them.
        await UntilAsync(sink, "pipeline_prometheus_refused_scrapes_total");
        Assert.DoesNotContain("pipeline_prometheus_refused_scrapes_total{sink=\"prom\"} 0\n", await sink.ScrapeAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thousand_connections_that_say_nothing_keep_nobody_out()
    {
        await using var sink = await RunningSink.StartAsync([Counts]);
        var silent = new List<TcpClient>();
        for (var i = 0; i < 1000; i++)
        {
            var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, sink.Address.Port, TestContext.Current.CancellationToken);
            silent.Add(client);
        }

        Assert.Equal(HttpStatusCode.OK, (await sink.GetAsync()).StatusCode);
        foreach (var client in silent)
            client.Dispose();
        Assert.Equal(HttpStatusCode.OK, (await sink.GetAsync()).StatusCode);
    }

    [Fact]
    public async Task Half_a_request_is_given_up_on()
    {
        await using var sink = await RunningSink.StartAsync([Counts]);
        using var half = await RequestAsync(sink, "GET /metrics HTTP/1.1\r\nHost: x\r\nX-Some");
        Assert.Equal(HttpStatusCode.OK, (await sink.GetAsync()).StatusCode);
        Assert.StartsWith("HTTP/1.1 408 ", await ReadToEndAsync(half), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a header of 20 kB", "431")]
    [InlineData("a thousand headers", "431")]
    [InlineData("a line of 10 kB", "414")]
    [InlineData("a body", "405")]
    [InlineData("no HTTP", "400")]
    [InlineData("no host", "400")]
    public async Task A_request_that_is_none_is_refused(string what, string status)
    {
        var request = what switch
        {
            "a header of 20 kB" => $"GET /metrics HTTP/1.1\r\nHost: x\r\nA: {new string('a', 20_000)}\r\n\r\n",
            "a thousand headers" => $"GET /metrics HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, 1000).Select(i => $"A{i}: 1\r\n"))}\r\n",
            "a line of 10 kB" => $"GET /metrics?{new string('a', 10_000)} HTTP/1.1\r\nHost: x\r\n\r\n",
            "a body" => "POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n",
            "no HTTP" => "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
            _ => "GET /metrics HTTP/1.1\r\n\r\n",
        };
        await using var sink = await RunningSink.StartAsync([Counts]);
        using var client = await RequestAsync(sink, request);
        Assert.StartsWith($"HTTP/1.1 {status} ", await ReadToEndAsync(client), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await sink.GetAsync()).StatusCode);
    }

    private static string Name(int i) => $"name {i} {Padding}";

    private static async Task<RunningSink> ManyAsync()
    {
        var sink = await RunningSink.StartAsync([Counts]);
        using var rows = new Rows(Counts);
        for (var i = 0; i < ManySeries; i++)
            rows.Add(Name(i), i);
        await sink.WriteAsync(rows.Build());
        return sink;
    }

    private static async Task<TcpClient> RequestAsync(RunningSink sink, string request, int receiveBuffer = 0)
    {
        var client = new TcpClient();
        if (receiveBuffer > 0)
            client.ReceiveBufferSize = receiveBuffer;
        await client.ConnectAsync(IPAddress.Loopback, sink.Address.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        return client;
    }

    private static async Task<string> ReadToEndAsync(TcpClient client)
    {
        var (text, buffer) = (new StringBuilder(), new byte[8192]);
        try
        {
            while (await client.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken) is var length and > 0)
                text.Append(Encoding.Latin1.GetString(buffer, 0, length));
        }
        catch (IOException)
        {
            // Reset: what came before is what there is.
        }

        return text.ToString();
    }

    private static async Task UntilAsync(RunningSink sink, string line)
    {
        for (var tries = 0; !(await sink.ScrapeAsync()).Contains(line, StringComparison.Ordinal); tries++)
        {
            Assert.True(tries < 3000, $"no '{line}' in {await sink.ScrapeTailAsync()}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
