using Pipeline.Metrics.Buckets;
using Pipeline.Prometheus.Tests.RemoteWrite.Support;
using Pipeline.Prometheus.Tests.Support;
using Pipeline.Sinks.PrometheusRemoteWrite;

namespace Pipeline.Prometheus.Tests.RemoteWrite;

/// <summary>Debian's Prometheus, which knows version 1, is written to and answers queries with the rows that were sent.</summary>
public class PrometheusReceiverTests
{
    private static readonly ColumnSchema Time = new("time", ColumnType.Time);

    private static readonly TableSchema Latency = Columns.Table(
        "biolatency", Time, Columns.Label("disk"), Columns.Label("operation"), Columns.Histogram("latency_ns", Columns.Microseconds(24)));

    private static readonly TableSchema Sizes = Columns.Table("sizes", Columns.Label("comm"), Columns.Histogram("size", ColumnType.ExponentialHistogram, "By"));

    private static readonly TableSchema Figures = Columns.Table(
        "figures", Time, Columns.Label("Name"), Columns.Counter("count"), Columns.Counter("time_ns", "ns"), Columns.Gauge("level", null));

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    [Fact]
    public async Task PromQL_answers_equal_the_rows_that_were_sent()
    {
        await using var prometheus = DebianPrometheus.StartReceiver();
        await prometheus.WaitAsync();
        var options = RemoteSink.Options(prometheus.Address) with { Labels = new OptionTable(new Dictionary<string, object> { ["cluster"] = "a", ["Zone"] = "b" }) };
        using var sink = new RemoteSink(options, [Latency, Sizes, Figures]);
        using var latency = new Rows(Latency);
        using var sizes = new Rows(Sizes);
        using var figures = new Rows(Figures);
        var start = Now - 10_000;
        var counts = Enumerable.Range(0, 24).Select(i => (ulong)(i * i)).ToArray();
        latency.Add(start * 1_000_000, "vda", "read", Rows.Explicit(counts, 5e9)).Add(start * 1_000_000, "vdb", "write", Rows.Explicit([.. counts.Reverse()], 7e9));
        sizes.Add("dd", Rows.Exponential(2, 40, [5, 0, 0, 9, 1, 3, 0, 2], 4, 65_536)).Add("empty", Rows.Exponential(20, 0, []));
        for (var i = 0; i < 10; i++)
            figures.Add((start + (1000 * i)) * 1_000_000, "one", i + 1, 1_500_000_000L * i, i == 3 ? double.NaN : i == 4 ? double.PositiveInfinity : -0.1 * i);
        await sink.DeliverAsync(latency.Build(), sizes.Build(), figures.Build(Rows.Origin with { Host = "another" }));

        var samples = await prometheus.SamplesAsync("{cluster=\"a\",Zone=\"b\"}");
        var ones = samples["Name=one,Zone=b,__name__=figures_count_total,cluster=a,host=another"];
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (start + (1000L * i), i + 1.0)), ones);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => 1.5 * i), samples["Name=one,Zone=b,__name__=figures_time_seconds_total,cluster=a,host=another"].Select(s => s.Value));
        var levels = samples["Name=one,Zone=b,__name__=figures_level,cluster=a,host=another"].Select(s => s.Value);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => i == 3 ? double.NaN : i == 4 ? double.PositiveInfinity : -0.1 * i), levels);
        var upTo = 0ul;
        for (var i = 0; i < 24; i++)
        {
            upTo += counts[i];
            var le = i == 23 ? "+Inf" : NumberText.Bound(1000.0 * (1L << i) / 1e9);
            Assert.Equal([(start, upTo)], samples[$"Zone=b,__name__=biolatency_seconds_bucket,cluster=a,disk=vda,le={le},operation=read"]);
        }

        Assert.Equal(7, await prometheus.ValueAsync("biolatency_seconds_sum{operation=\"write\"}"));
        Assert.Equal(4324, await prometheus.ValueAsync("biolatency_seconds_count{operation=\"write\"}"));
        Assert.Equal(24, await prometheus.ValueAsync("sizes_bytes_count{comm=\"dd\"}"));
        Assert.Equal(65_536, await prometheus.ValueAsync("sizes_bytes_sum{comm=\"dd\"}"));
        Assert.Equal(18, await prometheus.ValueAsync("sizes_bytes_bucket{comm=\"dd\",le=\"2048.0\"}"));
        // Ten of 24 values lie in (2^10, 2^11], four before: the middle one is interpolated.
        Assert.Equal(1024 + (1024 * 8 / 14.0), await prometheus.ValueAsync("histogram_quantile(0.5, sizes_bytes_bucket{comm=\"dd\"})"), 1e-9);
    }

    [Fact]
    public async Task Series_are_those_that_the_same_Prometheus_scrapes_of_the_same_rows()
    {
        await using var receiver = DebianPrometheus.StartReceiver();
        await receiver.WaitAsync();
        using var remote = new RemoteSink(RemoteSink.Options(receiver.Address), [Latency, Sizes, Figures]);
        await using var served = await RunningSink.StartAsync([Latency, Sizes, Figures]);
        using var latency = new Rows(Latency);
        using var sizes = new Rows(Sizes);
        using var figures = new Rows(Figures);
        var now = Now * 1_000_000;
        var batches = new[]
        {
            latency.Add(now, "vda", "", Rows.Explicit([.. Enumerable.Range(0, 24).Select(i => (ulong)i)], 5e9)).Build(),
            sizes.Add("dd", Rows.Exponential(2, 40, [5, 0, 0, 9, 1, 3, 0, 2], 4, 65_536)).Add("\xe9\"\\\n", Rows.Exponential(0, -3, [7])).Build(Rows.Origin with { Host = "there" }),
            figures.Add(now, new byte[] { 0x61, 0xff }, 3, 4_000, 0.1).Add(now, "", 1, 1, double.NaN).Build(),
        };
        foreach (var batch in batches)
            Assert.Equal(Outcome.Delivered, await served.Sink.WriteAsync(batch, CancellationToken.None));
        await remote.DeliverAsync(batches);
        await using var scraper = DebianPrometheus.Start(served.Address);
        await scraper.ValueAsync("up == 1");
        const string Ours = "{__name__=~\"biolatency.*|sizes.*|figures.*\"}";
        var (scraped, written) = (await scraper.QueryAsync(Ours), await receiver.QueryAsync(Ours));
        Assert.Equal(scraped.OrderBy(series => series.Key, StringComparer.Ordinal), written.OrderBy(series => series.Key, StringComparer.Ordinal));
        Assert.Equal(43, written.Count);
    }

    [Fact]
    public async Task Native_histograms_arrive_where_they_are_taken()
    {
        await using var prometheus = DebianPrometheus.StartReceiver(isNative: true);
        await prometheus.WaitAsync();
        using var sink = new RemoteSink(RemoteSink.Options(prometheus.Address) with { Histograms = HistogramForm.Native }, [Sizes]);
        using var sizes = new Rows(Sizes);
        await sink.DeliverAsync(sizes.Add("dd", Rows.Exponential(2, 40, [5, 0, 0, 9, 1, 3, 0, 2], 4, 65_536)).Add("empty", Rows.Exponential(20, 0, [])).Build());
        Assert.Equal(24, await prometheus.ValueAsync("histogram_count(sizes_bytes{comm=\"dd\"})"));
        Assert.Equal(65_536, await prometheus.ValueAsync("histogram_sum(sizes_bytes{comm=\"dd\"})"));
        Assert.Equal(0, await prometheus.ValueAsync("histogram_count(sizes_bytes{comm=\"empty\"})"));
        Assert.Equal(9 / 24.0, await prometheus.ValueAsync($"histogram_fraction(0, {Math.Pow(2, 10.25):R}, sizes_bytes{{comm=\"dd\"}})"), 1e-9);
        Assert.Equal(18 / 24.0, await prometheus.ValueAsync("histogram_fraction(0, 2048, sizes_bytes{comm=\"dd\"})"), 1e-9);
    }

    [Fact]
    public async Task Native_histograms_are_kept_for_a_receiver_that_does_not_take_them_yet()
    {
        await using var prometheus = DebianPrometheus.StartReceiver();
        await prometheus.WaitAsync();
        using var sink = new RemoteSink(RemoteSink.Options(prometheus.Address) with { Histograms = HistogramForm.Native, Version = "1" }, [Sizes]);
        using var sizes = new Rows(Sizes);
        Assert.Equal(Outcome.RetryAfter(TimeSpan.Zero, "http_500"), await sink.TryAsync(sizes.Add("dd", Rows.Exponential(2, 40, [5])).Build()));
    }

    [Fact]
    public async Task A_request_whose_answer_was_lost_is_sent_again_and_does_no_harm()
    {
        await using var prometheus = DebianPrometheus.StartReceiver();
        await prometheus.WaitAsync();
        using var client = new HttpClient();
        var answers = 0;
        await using var forgetful = new FakeReceiver(async (request, response) =>
        {
            using var content = new ByteArrayContent(request.Body);
            content.Headers.TryAddWithoutValidation("Content-Type", request.Headers["Content-Type"]);
            content.Headers.ContentEncoding.Add("snappy");
            using var answer = await client.PostAsync(new Uri(prometheus.Address, "/api/v1/write"), content);
            response.StatusCode = (int)answer.StatusCode;
            if (++answers % 2 == 1)
                await Task.Delay(1500);
        });
        using var sink = new RemoteSink(RemoteSink.Options(forgetful.Address) with { Version = "1", Timeout = TimeSpan.FromSeconds(1) }, [Figures]);
        using var figures = new Rows(Figures);
        var (start, attempts) = (Now - 60_000, 0);
        for (var i = 0; i < 5; i++)
            attempts += await sink.DeliverAsync(figures.Add((start + (1000 * i)) * 1_000_000, "one", i, 0, 0.0).Add((start + (1000 * i)) * 1_000_000, "two", i, 0, 0.0).Build());
        Assert.True(attempts >= 10);
        var samples = await prometheus.SamplesAsync("figures_count_total");
        Assert.Equal(2, samples.Count);
        Assert.All(samples.Values, series => Assert.Equal(Enumerable.Range(0, 5).Select(i => (start + (1000L * i), (double)i)), series));
    }

    [Fact]
    public async Task Nothing_is_lost_or_there_twice_while_the_receiver_is_down()
    {
        await using var prometheus = DebianPrometheus.StartReceiver();
        await prometheus.WaitAsync();
        using var sink = new RemoteSink(RemoteSink.Options(prometheus.Address), [Figures]);
        using var figures = new Rows(Figures);
        var start = Now - 60_000;
        var attempts = 0;
        for (var i = 0; i < 30; i++)
        {
            if (i == 10)
                await prometheus.KillAsync();
            var batch = figures.Add((start + (1000 * i)) * 1_000_000, "one", i, 0, 0.0).Build();
            var delivery = sink.DeliverAsync(batch);
            if (i == 10)
            {
                await Task.Delay(500, TestContext.Current.CancellationToken);
                Assert.False(delivery.IsCompleted);
                prometheus.StartAgain();
            }

            attempts += await delivery;
        }

        Assert.True(attempts > 30);
        var samples = await prometheus.SamplesAsync("figures_count_total");
        Assert.Equal(Enumerable.Range(0, 30).Select(i => (start + (1000L * i), (double)i)), samples["Name=one,__name__=figures_count_total"]);
    }

    [Fact]
    public async Task A_row_that_the_receiver_does_not_want_is_found_among_many()
    {
        await using var prometheus = DebianPrometheus.StartReceiver();
        await prometheus.WaitAsync();
        using var other = new RemoteSink(RemoteSink.Options(prometheus.Address), [Figures]);
        using var sink = new RemoteSink(RemoteSink.Options(prometheus.Address), [Figures]);
        using var figures = new Rows(Figures);
        var now = Now;
        // Two of the series there are, later: Prometheus takes nothing of a request with a sample from before.
        await other.DeliverAsync(figures.Add(now * 1_000_000, "77", 1, 1, 0.0).Add(now * 1_000_000, "1200", 1, 1, 0.0).Build());
        for (var i = 0; i < 2000; i++)
            figures.Add((now - 1000) * 1_000_000, $"{i}", i, 1, 0.0);
        var batch = figures.Build();
        var outcome = await sink.TryAsync(batch);
        Assert.Equal(OutcomeKind.Partly, outcome.Kind);
        Assert.Equal([new RefusedRows(batch, 77, 1, "out_of_order", true), new RefusedRows(batch, 1200, 1, "out_of_order", true)], outcome.Refused);
        Assert.Equal(2000, await prometheus.ValueAsync("count(figures_count_total)"));
        Assert.Equal(2000 * 1999 / 2 - 77 - 1200 + 2, await prometheus.ValueAsync("sum(figures_count_total)"));
        batch.Release();
    }
}
