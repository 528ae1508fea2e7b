using Pipeline.Plugins.Tests.Support;
using Pipeline.Prometheus.Tests.Support;
using Pipeline.Sinks.Prometheus;

namespace Pipeline.Prometheus.Tests;

/// <summary>What is kept of rows: the last, the sum, for how long and how many.</summary>
public class StoreTests
{
    private static readonly TableSchema Counts = Columns.Table("counts", Columns.Label("name"), Columns.Counter("n"));
    private static readonly TableSchema Deltas = Columns.Table("deltas", Columns.Label("name"), Columns.Counter("n", temporality: Temporality.Delta));

    [Fact]
    public async Task Of_a_cumulative_series_the_last_row_counts()
    {
        await using var sink = await RunningSink.StartAsync([Counts]);
        using var rows = new Rows(Counts);
        await sink.WriteAsync(rows.Add("a", 1).Add("b", 5).Add("a", 3).Build());
        Assert.Equal(["counts_total{name=\"a\"} 3", "counts_total{name=\"b\"} 5"], await SamplesAsync(sink));
        await sink.WriteAsync(rows.Add("b", 6).Build());
        Assert.Equal(["counts_total{name=\"a\"} 3", "counts_total{name=\"b\"} 6"], await SamplesAsync(sink));
    }

    [Fact]
    public async Task A_restarted_source_begins_again_where_it_is()
    {
        await using var sink = await RunningSink.StartAsync([Counts]);
        using var rows = new Rows(Counts);
        await sink.WriteAsync(rows.Add("a", 100).Build());
        Assert.Equal(Outcome.Delivered, await sink.WriteAsync(rows.Add("a", 2).Build(Rows.Origin with { Epoch = Rows.Origin.Epoch + 1 })));
        Assert.Equal(["counts_total{name=\"a\"} 2"], await SamplesAsync(sink));
    }

    [Fact]
    public async Task Deltas_are_added_up_whoever_sends_them()
    {
        await using var sink = await RunningSink.StartAsync([Deltas]);
        using var rows = new Rows(Deltas);
        await sink.WriteAsync(rows.Add("a", 1).Add("a", 2).Add("b", 1).Build());
        await sink.WriteAsync(rows.Add("a", 4).Build(Rows.Origin with { Source = "another", Epoch = 5 }));
        Assert.Equal(["deltas_total{name=\"a\"} 7", "deltas_total{name=\"b\"} 1"], await SamplesAsync(sink));
    }

    [Fact]
    public async Task Delta_histograms_are_merged()
    {
        var explicitType = Columns.Microseconds(3);
        var table = Columns.Table(
            "h", Columns.Histogram("e", explicitType, temporality: Temporality.Delta), Columns.Histogram("x", ColumnType.ExponentialHistogram, "By", Temporality.Delta));
        await using var sink = await RunningSink.StartAsync([table]);
        using var rows = new Rows(table);
        await sink.WriteAsync(rows.Add(Rows.Explicit([1, 2, 3], 1e9), Rows.Exponential(0, 0, [1, 1], 1, 4)).Build());
        await sink.WriteAsync(rows.Add(Rows.Explicit([10, 20, 30], 1e9), Rows.Exponential(0, 3, [1], 0, 12)).Build());
        Assert.Equal(
            [
                "h_e_seconds_bucket{le=\"1e-06\"} 11", "h_e_seconds_bucket{le=\"2e-06\"} 33", "h_e_seconds_bucket{le=\"+Inf\"} 66", "h_e_seconds_sum 2", "h_e_seconds_count 66",
                "h_x_bytes_bucket{le=\"1.0\"} 1", "h_x_bytes_bucket{le=\"2.0\"} 2", "h_x_bytes_bucket{le=\"4.0\"} 3", "h_x_bytes_bucket{le=\"8.0\"} 3",
                "h_x_bytes_bucket{le=\"16.0\"} 4", "h_x_bytes_bucket{le=\"+Inf\"} 4", "h_x_bytes_sum 16", "h_x_bytes_count 4",
            ],
            await SamplesAsync(sink));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1.0)]
    public async Task What_cannot_be_added_to_a_counter_is_refused_and_does_not_spoil_it(double delta)
    {
        var table = Columns.Table("d", Columns.Counter("n", type: ColumnType.F64, temporality: Temporality.Delta));
        await using var sink = await RunningSink.StartAsync([table]);
        using var rows = new Rows(table);
        Assert.Equal(Outcome.Rejected(1, "not_a_count"), await sink.WriteAsync(rows.Add(1.5).Add(delta).Build()));
        Assert.Equal(["d_total 1.5"], await SamplesAsync(sink));
    }

    [Fact]
    public async Task Beyond_max_series_new_ones_are_refused_and_counted_and_old_ones_go_on()
    {
        await using var sink = await RunningSink.StartAsync([Counts], RunningSink.Options with { MaxSeries = 2 });
        using var rows = new Rows(Counts);
        Assert.Equal(Outcome.Rejected(3, "series_full"), await sink.WriteAsync(rows.Add("a", 1).Add("b", 1).Add("c", 1).Add("d", 1).Add("c", 2).Add("a", 2).Build()));
        Assert.Equal(["counts_total{name=\"a\"} 2", "counts_total{name=\"b\"} 1"], await SamplesAsync(sink));
        var own = await sink.ScrapeAsync();
        Assert.Contains("pipeline_prometheus_refused_rows_total{sink=\"prom\",reason=\"series_full\"} 3\n", own, StringComparison.Ordinal);
        Assert.Contains("pipeline_prometheus_series{sink=\"prom\"} 2\n", own, StringComparison.Ordinal);
        Assert.Contains("pipeline_prometheus_series_limit{sink=\"prom\"} 2\n", own, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_label_set_counts_once_for_each_value_column()
    {
        var table = Columns.Table("two", Columns.Label("name"), Columns.Counter("n"), Columns.Gauge("g"));
        await using var sink = await RunningSink.StartAsync([table], RunningSink.Options with { MaxSeries = 3 });
        using var rows = new Rows(table);
        Assert.Equal(Outcome.Rejected(1, "series_full"), await sink.WriteAsync(rows.Add("a", 1, 1.0).Add("b", 1, 1.0).Build()));
    }

    [Fact]
    public async Task A_series_without_rows_expires_and_makes_room()
    {
        var time = new ManualTime();
        await using var sink = await RunningSink.StartAsync([Counts], RunningSink.Options with { MaxSeries = 2, Expire = TimeSpan.FromMinutes(1) }, time);
        using var rows = new Rows(Counts);
        await sink.WriteAsync(rows.Add("old", 1).Add("kept", 1).Build());
        time.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(Outcome.Rejected(1, "series_full"), await sink.WriteAsync(rows.Add("kept", 2).Add("new", 1).Build()));
        time.Advance(TimeSpan.FromSeconds(21));
        Assert.Equal(["counts_total{name=\"kept\"} 2"], await SamplesAsync(sink));
        Assert.Equal(Outcome.Delivered, await sink.WriteAsync(rows.Add("new", 1).Build()));
        Assert.Equal(["counts_total{name=\"kept\"} 2", "counts_total{name=\"new\"} 1"], (await SamplesAsync(sink)).Order());
        Assert.Contains("pipeline_prometheus_expired_series_total{sink=\"prom\"} 1\n", await sink.ScrapeAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sum_that_expired_begins_anew()
    {
        var time = new ManualTime();
        await using var sink = await RunningSink.StartAsync([Deltas], time: time);
        using var rows = new Rows(Deltas);
        await sink.WriteAsync(rows.Add("a", 5).Build());
        time.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        await sink.WriteAsync(rows.Add("a", 2).Build());
        Assert.Equal(["deltas_total{name=\"a\"} 2"], await SamplesAsync(sink));
    }

    [Fact]
    public async Task Series_of_another_host_carry_its_name()
    {
        await using var sink = await RunningSink.StartAsync([Counts]);
        using var rows = new Rows(Counts);
        await sink.WriteAsync(rows.Add("a", 1).Build());
        await sink.WriteAsync(rows.Add("a", 2).Build(Rows.Origin with { Host = "elsewhere" }));
        Assert.Equal(["counts_total{name=\"a\"} 1", "counts_total{name=\"a\",host=\"elsewhere\"} 2"], await SamplesAsync(sink));
    }

    [Fact]
    public async Task Where_a_column_is_called_host_the_other_hosts_label_gives_way()
    {
        var table = Columns.Table("t", Columns.Label("host"), Columns.Counter("n"));
        await using var sink = await RunningSink.StartAsync([table]);
        using var rows = new Rows(table);
        await sink.WriteAsync(rows.Add("a", 2).Build(Rows.Origin with { Host = "elsewhere" }));
        Assert.Equal(["t_total{host=\"a\",origin_host=\"elsewhere\"} 2"], await SamplesAsync(sink));
    }

    [Fact]
    public async Task Two_sources_of_one_host_cannot_have_one_cumulative_series()
    {
        await using var sink = await RunningSink.StartAsync([Counts]);
        using var rows = new Rows(Counts);
        await sink.WriteAsync(rows.Add("a", 10).Build());
        Assert.Equal(Outcome.Rejected(1, "other_source"), await sink.WriteAsync(rows.Add("a", 3).Add("b", 4).Build(Rows.Origin with { Source = "another" })));
        Assert.Equal(["counts_total{name=\"a\"} 10", "counts_total{name=\"b\"} 4"], await SamplesAsync(sink));
    }

    [Fact]
    public async Task Labels_beyond_all_reason_are_refused()
    {
        await using var sink = await RunningSink.StartAsync([Counts]);
        using var rows = new Rows(Counts);
        Assert.Equal(Outcome.Rejected(2, "labels_too_long"), await sink.WriteAsync(rows.Add(new string('x', 20_000), 1).Add(new byte[100_000], 1).Add("a", 1).Build()));
        Assert.Equal(["counts_total{name=\"a\"} 1"], await SamplesAsync(sink));
    }

    [Fact]
    public async Task Constant_labels_come_first_on_every_series()
    {
        var options = RunningSink.Options with { Labels = new OptionTable(new Dictionary<string, object> { ["site"] = "a\"b", ["rack"] = 7L, ["live"] = true }) };
        await using var sink = await RunningSink.StartAsync([Counts], options);
        using var rows = new Rows(Counts);
        await sink.WriteAsync(rows.Add("a", 1).Build());
        Assert.Equal(["counts_total{live=\"true\",rack=\"7\",site=\"a\\\"b\",name=\"a\"} 1"], await SamplesAsync(sink));
        Assert.Contains("pipeline_prometheus_series{live=\"true\",rack=\"7\",site=\"a\\\"b\",sink=\"prom\"} 1\n", await sink.ScrapeAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_histogram_that_was_never_set_has_no_samples()
    {
        var table = Columns.Table("h", Columns.Histogram("x", ColumnType.ExponentialHistogram, "By"));
        await using var sink = await RunningSink.StartAsync([table]);
        using var rows = new Rows(table);
        Assert.Equal(Outcome.Delivered, await sink.WriteAsync(rows.Add(Array.Empty<byte>()).Build()));
        Assert.Equal("", await sink.ScrapeRowsAsync());
    }

    [Fact]
    public async Task In_steady_state_rows_cost_no_memory()
    {
        var table = Columns.Table(
            "t", Columns.Label("name"), Columns.Label("ip", ColumnType.Ip), Columns.Counter("n"), Columns.Gauge("g"), Columns.Histogram("e", Columns.Microseconds(28)),
            Columns.Histogram("x", ColumnType.ExponentialHistogram));
        var sink = new PrometheusSink(RunningSink.Options, new LentContext());
        sink.Bind([table]);
        using var rows = new Rows(table);
        for (var i = 0; i < 1000; i++)
            rows.Add($"name {i}", new byte[16], i, 0.5 * i, Rows.Explicit(new ulong[28]), Rows.Exponential(3, -5, [1, 2, 3]));
        var batch = rows.Build();
        for (var i = 0; i < 3; i++)
            await sink.WriteAsync(batch, CancellationToken.None);
        // A task, which nobody makes who waits for it at once; a thousand rows.
        Assert.InRange(Allocated.By(() => Assert.True(sink.WriteAsync(batch, CancellationToken.None).AsTask().IsCompletedSuccessfully)), 0, 200);
        batch.Release();
        await sink.DisposeAsync();
    }

    private static async Task<string[]> SamplesAsync(RunningSink sink) =>
        [.. (await sink.ScrapeRowsAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')];
}
