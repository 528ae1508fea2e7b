using System.Globalization;
using System.Text.Json;
using Pipeline.Prometheus.Tests.Support;
using Pipeline.Servers.Collector;
using Pipeline.Servers.Tests.Loads;
using Pipeline.Servers.Tests.Servers;
using Pipeline.Servers.Tests.Witnesses;

namespace Pipeline.Servers.Tests;

/// <summary>The metrics of <c>red</c> from a real nginx through a receiver of OTLP and Debian's Prometheus, beside nginx's own access log.</summary>
[Trait("needs", "root")]
public sealed class RedMetricsTests : IDisposable
{
    private const int LoadRequests = 2_000;

    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"];

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Counts_and_sizes_at_both_receivers_are_those_of_the_access_log(int workers)
    {
        Needs.Root("nginx", "curl", "wrk", "prometheus", "promtool");
        using var nginx = await Nginx.StartAsync(_folder);
        await using var collector = await OtlpCollector.StartAsync();
        var figures = new Uri($"http://127.0.0.1:{FreePort.Take()}/metrics");
        using var host = HostRun.Start(_folder, "run", Configuration(workers, nginx.Port, figures, collector));
        await host.AttachedAsync();
        await using var prometheus = DebianPrometheus.Start(figures);
        await Curl.RunAsync(_folder, $"http://127.0.0.1:{nginx.Port}");
        await Wrk.RunAsync(nginx.Port, LoadRequests, 4);
        var log = await AccessLog.ReadAsync(nginx.Log, LoadRequests + Curl.Requests);

        var expected = log.GroupBy(e => $"{(Methods.Contains(e.Method) ? e.Method : "_OTHER")} {e.Status}").ToDictionary(g => g.Key, g => (double)g.Count());
        foreach (var figure in (string[])["http_server_request_duration_seconds_count", "http_client_request_duration_seconds_count", "service_map_calls_total"])
            await SettleAsync(prometheus, $"sum({figure}{{server_port=\"{nginx.Port}\"}})", log.Length);
        foreach (var (side, comm) in ((string, string)[])[("server", "nginx"), ("client", "wrk|curl")])
        {
            var series = $"{{server_port=\"{nginx.Port}\",comm=~\"{comm}\",url_scheme=\"http\"}}";
            var counts = await prometheus.QueryAsync($"sum by (http_request_method, http_response_status_code) (http_{side}_request_duration_seconds_count{series})");
            Assert.Equal(expected.OrderBy(e => e.Key), counts.ToDictionary(c => Words(c.Key), c => c.Value).OrderBy(c => c.Key));
            await SettleAsync(prometheus, $"sum(http_{side}_response_body_size_bytes_sum{series})", log.Sum(e => (double)e.Received));
            // While a scrape has failed there is no series at all.
            var durations = $"http_{side}_request_duration_seconds_count{{server_port=\"{nginx.Port}\"";
            await SettleAsync(prometheus, $"(sum({durations},error_type!=\"\"}}) or vector(0)) and on () sum({durations}}})", log.Count(e => e.Status >= (side == "server" ? 500 : 400)));
        }

        // Each call once, though both ends have told of it.
        var map = await prometheus.QueryAsync($"sum by (client, server) (service_map_calls_total{{server_port=\"{nginx.Port}\"}})");
        Assert.Equal(["client=curl,server=nginx", "client=wrk,server=nginx"], map.Keys.Order());
        Assert.Equal(log.Length, map.Values.Sum());

        var scraped = _folder.Write("figures", await ScrapeAsync(figures));
        Assert.Equal("", await RunningProcess.RunAsync("bash", "-c", $"promtool check metrics < {scraped}"));
        await host.StopAsync();
        AssertOtlp(collector, nginx.Port, log.Length);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> ScrapeAsync(Uri figures)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(figures, TestContext.Current.CancellationToken).ConfigureAwait(false);
    }

    private static async Task SettleAsync(DebianPrometheus prometheus, string query, double value)
    {
        using var patience = new CancellationTokenSource(Patience.ForAnything);
        double seen;
        while ((seen = await prometheus.ValueAsync(query)) < value && !patience.IsCancellationRequested)
            await Task.Delay(200, TestContext.Current.CancellationToken).ConfigureAwait(false);
        Assert.Equal(value, seen);
    }

    private static string Words(string labels) => string.Join(' ', labels.Split(',').Select(l => l[(l.IndexOf('=', StringComparison.Ordinal) + 1)..]));

    /// <summary>The last request told all series anew: names, unit and keys are the conventions', and the counts those of the log.</summary>
    private static void AssertOtlp(OtlpCollector collector, int port, int calls)
    {
        Dictionary<string, long> counts = [];
        foreach (var request in collector.Requests.Where(r => r.Signal == Signal.Metrics))
        {
            using var document = JsonDocument.Parse(request.Message);
            var metrics = document.RootElement.GetProperty("resourceMetrics").EnumerateArray().SelectMany(r => r.GetProperty("scopeMetrics").EnumerateArray()).SelectMany(s => s.GetProperty("metrics").EnumerateArray());
            foreach (var metric in metrics.Where(m => m.GetProperty("name").GetString() == "http.server.request.duration"))
            {
                Assert.Equal("s", metric.GetProperty("unit").GetString());
                foreach (var point in metric.GetProperty("histogram").GetProperty("dataPoints").EnumerateArray())
                {
                    var attributes = point.GetProperty("attributes").EnumerateArray().ToDictionary(a => a.GetProperty("key").GetString()!, a => a.GetProperty("value"));
                    if (attributes["server.port"].GetProperty("intValue").ToString() != port.ToString(CultureInfo.InvariantCulture))
                        continue;
                    Assert.Contains(attributes["http.request.method"].GetProperty("stringValue").GetString(), (string[])[.. Methods, "_OTHER"]);
                    Assert.Equal(int.Parse(attributes["http.response.status_code"].GetProperty("intValue").ToString(), CultureInfo.InvariantCulture) >= 500, attributes.ContainsKey("error.type"));
                    Assert.False(attributes.ContainsKey("otel.metric.overflow"));
                    counts[string.Join(' ', attributes.OrderBy(a => a.Key).Select(a => $"{a.Key}={a.Value}"))] = long.Parse(point.GetProperty("count").ToString(), CultureInfo.InvariantCulture);
                }
            }
        }

        Assert.Equal(calls, counts.Values.Sum());
    }

    private string Configuration(int workers, int port, Uri figures, OtlpCollector collector) => _folder.Write($"red-{workers}.toml", $"""
        [pipeline]
        memory = "1GiB"
        stop_deadline = "5m"
        [sources.sockets]
        type = "sockets"
        ring_size = "256MiB"
        protocols = ["http"]
        ports = [{port}]
        [transforms.requests]
        type = "protocols"
        inputs = ["sockets.conn_data", "sockets.conn_events"]
        workers = {workers}
        when_full = "block"
        [transforms.red]
        type = "red"
        inputs = ["requests"]
        when_full = "block"
        interval = "1s"
        # Which process is at an end is told when that process has been given the CPU.
        wait = "30s"
        [sinks.prometheus]
        type = "prometheus"
        inputs = ["red"]
        listen = "{figures.Authority}"
        [sinks.collector]
        type = "otlp"
        inputs = ["red"]
        endpoint = "{collector.Http}"
        protocol = "http/json"
        """);
}
