using Pipeline.Prometheus.Tests.Support;

namespace Pipeline.Prometheus.Tests;

/// <summary>What the text formats look like, byte for byte.</summary>
public class TextFormatTests
{
    private static readonly TableSchema Latency = Columns.Table("biolatency", Columns.Label("disk"), Columns.Histogram("latency_ns", Columns.Microseconds(4)));

    private static readonly TableSchema Interrupts = Columns.Table(
        "hardirqs", new ColumnSchema("time", ColumnType.Time), Columns.Label("name"), Columns.Counter("count"), Columns.Counter("time_ns", "ns"), Columns.Gauge("load", null));

    [Fact]
    public async Task Counters_and_gauges_are_in_base_units_under_their_tables_name()
    {
        await using var sink = await RunningSink.StartAsync([Interrupts]);
        using var rows = new Rows(Interrupts);
        await sink.WriteAsync(rows.Add(1, "eth0", 3, 1_500, 0.25).Add(1, "a\\b\"c\nd", 1L << 60, 0, -1.5e-7).Build());
        Assert.Equal(
            """
            # HELP hardirqs_count_total Counts count.
            # TYPE hardirqs_count_total counter
            hardirqs_count_total{name="eth0"} 3
            hardirqs_count_total{name="a\\b\"c\nd"} 1.152921504606847E+18
            # HELP hardirqs_time_seconds_total Counts time_ns.
            # TYPE hardirqs_time_seconds_total counter
            hardirqs_time_seconds_total{name="eth0"} 1.5E-06
            hardirqs_time_seconds_total{name="a\\b\"c\nd"} 0
            # HELP hardirqs_load Measures load.
            # TYPE hardirqs_load gauge
            hardirqs_load{name="eth0"} 0.25
            hardirqs_load{name="a\\b\"c\nd"} -1.5E-07

            """,
            await sink.ScrapeRowsAsync());
    }

    [Fact]
    public async Task A_label_that_is_absent_where_it_is_empty_is_left_out_there()
    {
        var table = Columns.Table("t", Absent("text", ColumnType.Utf8), Absent("port", ColumnType.U16), Absent("yes", ColumnType.Bool), Columns.Label("kept"), Columns.Counter("n"));
        await using var sink = await RunningSink.StartAsync([table]);
        using var rows = new Rows(table);
        await sink.WriteAsync(rows.Add("", 0, 0, "", 1).Add("a", 80, 1, "", 2).Build());
        foreach (var format in (string[])["text/plain", "application/openmetrics-text"])
        {
            var scraped = await sink.ScrapeRowsAsync(format);
            Assert.Contains("t_total{kept=\"\"} 1\n", scraped, StringComparison.Ordinal);
            Assert.Contains("t_total{text=\"a\",port=\"80\",yes=\"true\",kept=\"\"} 2\n", scraped, StringComparison.Ordinal);
        }

        static ColumnSchema Absent(string name, ColumnType type) => new(name, type) { EmptyIsAbsent = true };
    }

    [Fact]
    public async Task An_explicit_histogram_has_cumulative_buckets_with_inclusive_bounds()
    {
        await using var sink = await RunningSink.StartAsync([Latency]);
        using var rows = new Rows(Latency);
        await sink.WriteAsync(rows.Add("vda", Rows.Explicit([1, 0, 2, 5], 123_000)).Build());
        Assert.Equal(
            """
            # HELP biolatency_seconds Distribution of latency_ns.
            # TYPE biolatency_seconds histogram
            biolatency_seconds_bucket{disk="vda",le="1e-06"} 1
            biolatency_seconds_bucket{disk="vda",le="2e-06"} 1
            biolatency_seconds_bucket{disk="vda",le="4e-06"} 3
            biolatency_seconds_bucket{disk="vda",le="+Inf"} 8
            biolatency_seconds_sum{disk="vda"} 0.000123
            biolatency_seconds_count{disk="vda"} 8

            """,
            await sink.ScrapeRowsAsync());
    }

    [Fact]
    public async Task OpenMetrics_describes_families_tells_units_and_ends()
    {
        await using var sink = await RunningSink.StartAsync([Interrupts]);
        using var rows = new Rows(Interrupts);
        await sink.WriteAsync(rows.Add(1, "eth0", 3, 1_500, 0.25).Build());
        var body = await sink.ScrapeAsync("application/openmetrics-text");
        Assert.StartsWith(
            """
            # HELP hardirqs_count Counts count.
            # TYPE hardirqs_count counter
            hardirqs_count_total{name="eth0"} 3
            # HELP hardirqs_time_seconds Counts time_ns.
            # TYPE hardirqs_time_seconds counter
            # UNIT hardirqs_time_seconds seconds
            hardirqs_time_seconds_total{name="eth0"} 1.5E-06

            """,
            body);
        Assert.EndsWith("\n# EOF\n", body);
    }

    [Fact]
    public async Task An_exponential_histogram_becomes_a_bounded_number_of_classic_buckets_at_powers_of_two()
    {
        var table = Columns.Table("sizes", Columns.Histogram("size", ColumnType.ExponentialHistogram, "By"));
        await using var sink = await RunningSink.StartAsync([table]);
        using var rows = new Rows(table);
        // Scale 1: two buckets a power of two; bucket 6 is (2^3, 2^3.5].
        await sink.WriteAsync(rows.Add(Rows.Exponential(1, 6, [4, 1, 0, 0, 2], zeros: 3, sum: 99)).Build());
        Assert.Equal(
            """
            # HELP sizes_bytes Distribution of size.
            # TYPE sizes_bytes histogram
            sizes_bytes_bucket{le="8.0"} 3
            sizes_bytes_bucket{le="16.0"} 8
            sizes_bytes_bucket{le="32.0"} 8
            sizes_bytes_bucket{le="64.0"} 10
            sizes_bytes_bucket{le="+Inf"} 10
            sizes_bytes_sum 99
            sizes_bytes_count 10

            """,
            await sink.ScrapeRowsAsync());
    }

    [Fact]
    public async Task Every_kind_of_label_has_its_text()
    {
        var names = new[] { new EnumName("read", 0), new EnumName("write", 1) };
        var table = Columns.Table(
            "kinds",
            Columns.Label("text"),
            Columns.Label("fixed", ColumnType.FixedUtf8(8)),
            Columns.Label("operation", ColumnType.Enum(4, false, [.. names])),
            Columns.Label("flags", ColumnType.Flags(4, [new EnumName("sync", 1), new EnumName("meta", 2)])),
            Columns.Label("ok", ColumnType.Bool),
            Columns.Label("four", ColumnType.Ip),
            Columns.Label("six", ColumnType.Ip),
            Columns.Label("mac", ColumnType.Mac),
            Columns.Label("id", ColumnType.FixedBytes(3)),
            Columns.Label("signed", ColumnType.I16),
            Columns.Label("unsigned", ColumnType.U64),
            Columns.Label("ratio", ColumnType.F64),
            Columns.Gauge("value", null));
        await using var sink = await RunningSink.StartAsync([table]);
        using var rows = new Rows(table);
        await sink.WriteAsync(rows
            .Add(
                "é\0z", "ab\0cd", 1, 3, 1, (byte[])[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 1], (byte[])[0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
                (byte[])[0, 1, 2, 0xab, 0xcd, 0xef], (byte[])[0xde, 0xad, 0], -2, -1, 1e-7, 1.0)
            .Add((byte[])[0x61, 0xff, 0xc3, 0x28], "", 7, 8, 0, new byte[16], (byte[])[0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0], new byte[6], new byte[3], 0, 0, double.NaN, 2.0)
            .Build());
        var lines = (await sink.ScrapeRowsAsync()).Split('\n');
        Assert.Equal(
            "kinds{text=\"é\0z\",fixed=\"ab\",operation=\"write\",flags=\"sync|meta\",ok=\"true\",four=\"10.0.0.1\",six=\"2001:db8::1\",mac=\"00:01:02:ab:cd:ef\",id=\"dead00\","
            + "signed=\"-2\",unsigned=\"18446744073709551615\",ratio=\"1E-07\"} 1",
            lines[2]);
        Assert.Equal(
            "kinds{text=\"a\\\\xff\\\\xc3(\",fixed=\"\",operation=\"7\",flags=\"0x8\",ok=\"false\",four=\"::\",six=\"fe80::1:0:0:0\",mac=\"00:00:00:00:00:00\",id=\"000000\","
            + "signed=\"0\",unsigned=\"0\",ratio=\"NaN\"} 2",
            lines[3]);
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(-0.0, "0")]
    [InlineData(1e300, "1E+300")]
    [InlineData(double.Epsilon, "5E-324")]
    public async Task A_value_that_is_no_ordinary_number_is_written_as_Prometheus_reads_it(double value, string text)
    {
        var table = Columns.Table("odd", Columns.Gauge("value", null));
        await using var sink = await RunningSink.StartAsync([table]);
        using var rows = new Rows(table);
        await sink.WriteAsync(rows.Add(value).Build());
        Assert.Equal($"odd {text}", (await sink.ScrapeRowsAsync()).Split('\n')[2]);
    }
}
