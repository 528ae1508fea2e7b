using System.Text;
using Pipeline.Prometheus.Tests.Support;

namespace Pipeline.Prometheus.Tests;

/// <summary>Debian's Prometheus scrapes the sink, in each format, and answers queries with the rows that were sent.</summary>
public class PrometheusWitnessTests
{
    private static readonly TableSchema Latency = Columns.Table(
        "biolatency", Columns.Label("disk"), Columns.Label("operation"), Columns.Histogram("latency_ns", Columns.Microseconds(24)));

    private static readonly TableSchema Sizes = Columns.Table("sizes", Columns.Label("comm"), Columns.Histogram("size", ColumnType.ExponentialHistogram, "By"));

    private static readonly TableSchema Figures = Columns.Table(
        "figures", Columns.Label("name"), Columns.Counter("count"), Columns.Counter("time_ns", "ns"), Columns.Gauge("level", null));

    /// <summary>Names as nobody should send them; the second is what Prometheus must make of the first.</summary>
    private static readonly (byte[] Sent, string Kept)[] Names =
    [
        ("plain"u8.ToArray(), "plain"), ("\"quoted\" \\ and\nlines\r\t"u8.ToArray(), "\"quoted\" \\ and\nlines\r\t"), ("é日本😀"u8.ToArray(), "é日本😀"), ("{a=\"b\"} 1 # x"u8.ToArray(), "{a=\"b\"} 1 # x"),
        ([0x61, 0xff, 0x62], "a\\xffb"), ([0xed, 0xa0, 0x80], "\\xed\\xa0\\x80"), ("nul\0nul"u8.ToArray(), "nul\0nul"), ("\\"u8.ToArray(), "\\"), (" "u8.ToArray(), " "), ("\\n"u8.ToArray(), "\\n"),
    ];

    [Theory]
    [InlineData("text", false)]
    [InlineData("openmetrics", false)]
    [InlineData("protobuf", true)]
    public async Task PromQL_answers_equal_the_rows_that_were_sent(string format, bool isNative)
    {
        await using var sink = await RunningSink.StartAsync([Latency, Sizes, Figures]);
        await using var proxy = new AcceptProxy(sink.Address, format);
        using var latency = new Rows(Latency);
        using var sizes = new Rows(Sizes);
        using var figures = new Rows(Figures);
        var counts = Enumerable.Range(0, 24).Select(i => (ulong)(i * i)).ToArray();
        await sink.WriteAsync(latency.Add("vda", "read", Rows.Explicit(counts, 5e9)).Add("vdb", "write", Rows.Explicit([.. counts.Reverse()], 7e9)).Build());
        await sink.WriteAsync(sizes.Add("dd", Rows.Exponential(2, 40, [5, 0, 0, 9, 1, 3, 0, 2], 4, 65_536)).Add("empty", Rows.Exponential(20, 0, [])).Build());
        for (var i = 0; i < Names.Length; i++)
            figures.Add(Names[i].Sent, i + 1, 1_500_000_000L * i, Level(i));
        await sink.WriteAsync(figures.Build());

        await using var prometheus = DebianPrometheus.Start(proxy.Address, isNative);
        Assert.Equal(1, await prometheus.ValueAsync("up == 1"));
        Assert.Equal(format, proxy.Served);

        var totals = await prometheus.QueryAsync("figures_count_total");
        for (var i = 0; i < Names.Length; i++)
            Assert.Equal(i + 1, totals[$"__name__=figures_count_total,name={Names[i].Kept}"]);
        var seconds = await prometheus.QueryAsync("figures_time_seconds_total");
        var levels = await prometheus.QueryAsync("figures_level");
        for (var i = 0; i < Names.Length; i++)
        {
            Assert.Equal(1.5 * i, seconds[$"__name__=figures_time_seconds_total,name={Names[i].Kept}"]);
            Assert.Equal(Level(i), levels[$"__name__=figures_level,name={Names[i].Kept}"]);
        }

        var buckets = await prometheus.QueryAsync("biolatency_seconds_bucket{disk=\"vda\"}");
        Assert.Equal(24, buckets.Count);
        var upTo = 0ul;
        for (var i = 0; i < 24; i++)
        {
            upTo += counts[i];
            var le = i == 23 ? "+Inf" : Metrics.Buckets.NumberText.Bound(1000.0 * (1L << i) / 1e9);
            Assert.Equal(upTo, buckets[$"__name__=biolatency_seconds_bucket,disk=vda,le={le},operation=read"]);
        }

        Assert.Equal(7, await prometheus.ValueAsync("biolatency_seconds_sum{operation=\"write\"}"));
        Assert.Equal(4324, await prometheus.ValueAsync("biolatency_seconds_count{operation=\"write\"}"));
        await CheckSizesAsync(prometheus, isNative);
    }

    private static double Level(int i) => i switch
    {
        0 => double.NaN,
        1 => double.PositiveInfinity,
        2 => double.NegativeInfinity,
        _ => -0.1 * i,
    };

    // 20 values in (2^10, 2^12], four zeros: native ones keep their quarters, derived ones the powers of two.
    private static async Task CheckSizesAsync(DebianPrometheus prometheus, bool isNative)
    {
        if (isNative)
        {
            Assert.Equal(24, await prometheus.ValueAsync("histogram_count(sizes_bytes{comm=\"dd\"})"));
            Assert.Equal(65_536, await prometheus.ValueAsync("histogram_sum(sizes_bytes{comm=\"dd\"})"));
            Assert.Equal(0, await prometheus.ValueAsync("histogram_count(sizes_bytes{comm=\"empty\"})"));
            // Buckets of scale 2 from index 40 on: 5 values up to 2^10.25, 9 from 2^10.75 to 2^11, the last two end at 2^12.
            Assert.Equal(9 / 24.0, await prometheus.ValueAsync($"histogram_fraction(0, {Math.Pow(2, 10.25):R}, sizes_bytes{{comm=\"dd\"}})"), 1e-9);
            Assert.Equal(18 / 24.0, await prometheus.ValueAsync("histogram_fraction(0, 2048, sizes_bytes{comm=\"dd\"})"), 1e-9);
            Assert.Equal(1, await prometheus.ValueAsync("histogram_fraction(0, 4096, sizes_bytes{comm=\"dd\"})"), 1e-9);
            return;
        }

        var buckets = await prometheus.QueryAsync("sizes_bytes_bucket{comm=\"dd\"}");
        Assert.Equal(
            [("1024.0", 4), ("2048.0", 18), ("4096.0", 24), ("+Inf", 24)],
            buckets.Select(bucket => (bucket.Key.Split("le=")[1], bucket.Value)).OrderBy(bucket => bucket.Value).ThenBy(bucket => bucket.Item1 == "+Inf"));
        Assert.Equal(65_536, await prometheus.ValueAsync("sizes_bytes_sum{comm=\"dd\"}"));
        Assert.Equal(24, await prometheus.ValueAsync("sizes_bytes_count{comm=\"dd\"}"));
    }

    [Fact]
    public async Task A_family_larger_than_a_message_arrives_whole()
    {
        const int Series = 40_000;
        await using var sink = await RunningSink.StartAsync([Figures], RunningSink.Options with { MaxSeries = 3 * Series });
        using var figures = new Rows(Figures);
        for (var i = 0; i < Series; i++)
            figures.Add($"a name long enough to make a message of more than a mebibyte {i}", i, 0, 0.0);
        await sink.WriteAsync(figures.Build());
        await using var prometheus = DebianPrometheus.Start(sink.Address, isNative: true, options: "    scrape_interval: 10s\n    scrape_timeout: 10s");
        Assert.Equal(Series, await prometheus.ValueAsync("count(figures_count_total)"));
        Assert.Equal(Series * (Series - 1L) / 2, await prometheus.ValueAsync("sum(figures_count_total)"));
    }

    [Fact]
    public async Task Promtool_finds_nothing_to_complain_of()
    {
        await using var sink = await RunningSink.StartAsync([Latency, Sizes, Figures]);
        using var latency = new Rows(Latency);
        using var sizes = new Rows(Sizes);
        using var figures = new Rows(Figures);
        await sink.WriteAsync(latency.Add("vda", "read", Rows.Explicit(new ulong[24])).Build());
        await sink.WriteAsync(sizes.Add("dd", Rows.Exponential(2, 40, [5, 0, 0, 9], 4, 65_536)).Build());
        foreach (var (sent, _) in Names)
            figures.Add(sent, 1, 1, double.NaN);
        await sink.WriteAsync(figures.Build());
        Assert.Equal("", await Tool.RunAsync("promtool", ["check", "metrics"], Encoding.UTF8.GetBytes(await sink.ScrapeAsync())));
    }
}
