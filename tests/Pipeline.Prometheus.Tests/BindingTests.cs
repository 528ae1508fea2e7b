using Pipeline.Metrics.Binding;
using Pipeline.Prometheus.Tests.Support;
using Pipeline.Sinks.Prometheus;

namespace Pipeline.Prometheus.Tests;

/// <summary>What becomes of tables and options before a row comes: names, and mistakes.</summary>
public class BindingTests
{
    [Theory]
    [InlineData("biolatency", "latency_ns", "ns", true, "Histogram", "biolatency_seconds")]
    [InlineData("hardirqs", "time_ns", "ns", false, "Counter", "hardirqs_time_seconds")]
    [InlineData("hardirqs", "count", "1", false, "Counter", "hardirqs_count")]
    [InlineData("pipeline_host", "arena_bytes", "By", false, "Gauge", "pipeline_host_arena_bytes")]
    [InlineData("pipeline_losses", "rows", "1", true, "Counter", "pipeline_losses")]
    [InlineData("filetop", "read_kib", "KiBy", false, "Counter", "filetop_read_bytes")]
    [InlineData("requests_total", "count", "1", true, "Counter", "requests")]
    [InlineData("cpu_seconds_total", "time", "s", true, "Counter", "cpu_seconds")]
    [InlineData("busy", "share_pct", "%", false, "Gauge", "busy_share_ratio")]
    [InlineData("tcprtt", "rtt_us", "us", true, "Histogram", "tcprtt_seconds")]
    [InlineData("9 lives:left", "x", null, true, "Gauge", "_9_lives_left")]
    [InlineData("ns", "value_ns", "ns", true, "Gauge", "ns_seconds")]
    [InlineData("_ns", "value", "ns", true, "Gauge", "_ns_seconds")]
    [InlineData("t", "x", "{row}/s", true, "Gauge", "t")]
    public void A_metric_is_named_after_its_table_with_the_base_unit_last(string table, string column, string? unit, bool isOnly, string type, string name) =>
        Assert.Equal(name, MetricName.Of(table, column, isOnly, Enum.Parse<MetricType>(type), UnitConversion.Of(unit)));

    [Fact]
    public void An_event_table_is_refused_with_the_remedy()
    {
        var table = new TableSchema("biosnoop", TableKind.Event, [new ColumnSchema("pid", ColumnType.U32)]);
        Assert.Equal(
            "only metric tables have figures (got 'biosnoop', an event table): put a 'histogram' or 'aggregate' transform before this sink",
            Mistake("inputs", table));
    }

    [Fact]
    public void A_metric_table_without_values_is_refused() =>
        Assert.Equal("table 'empty' has no value column, so there are no figures in it", Mistake("inputs", Columns.Table("empty", Columns.Label("a"))));

    [Fact]
    public void A_column_that_cannot_be_a_label_is_refused_with_the_remedy() =>
        Assert.Equal(
            "column 'args' of table 'calls' is a list<utf8>, which cannot be a label: leave it out with a 'select' transform before this sink",
            Mistake("inputs", Columns.Table("calls", Columns.Label("args", ColumnType.Utf8List), Columns.Counter("count"))));

    [Fact]
    public void A_value_that_is_no_number_is_refused() =>
        Assert.Equal(
            "column 'x' of table 't' is declared a counter and cannot be one (got utf8)",
            Mistake("inputs", Columns.Table("t", Columns.Counter("x", type: ColumnType.Utf8))));

    [Fact]
    public void Two_tables_that_would_make_one_metric_are_refused_by_name() =>
        Assert.Equal(
            "column 'b_c' of table 'a' and column 'c' of table 'a_b' would both be the metric 'a_b_c' (counter and gauge): rename one of them, or give each a sink of its own",
            Mistake("inputs", Columns.Table("a", Columns.Counter("b_c"), Columns.Gauge("z")), Columns.Table("a_b", Columns.Gauge("c"), Columns.Gauge("z"))));

    [Fact]
    public void A_metric_that_would_be_a_sample_of_another_is_refused() =>
        Assert.Equal(
            "column 'sizes' of table 't' and column 'sizes_count' of table 't' would both be the metric 't_sizes_count' (histogram and gauge): rename one of them, or give each a sink of its own",
            Mistake("inputs", Columns.Table("t", Columns.Histogram("sizes", ColumnType.ExponentialHistogram, "1"), Columns.Gauge("sizes_count"))));

    [Fact]
    public void A_table_of_the_sinks_own_name_is_refused() =>
        Assert.Contains("'pipeline_prometheus_series'", Mistake("inputs", Columns.Table("pipeline_prometheus_series", Columns.Gauge("value"))), StringComparison.Ordinal);

    [Fact]
    public void The_same_table_with_other_labels_is_one_metric()
    {
        var sink = Sink(RunningSink.Options);
        sink.Bind([Columns.Table("t", Columns.Label("a"), Columns.Counter("n")), Columns.Table("t", Columns.Label("a"), Columns.Label("b"), Columns.Counter("n"))]);
    }

    [Fact]
    public void Two_columns_that_would_be_one_label_are_refused() =>
        Assert.Equal(
            "column 'a_b' of table 't' and column 'a.b' would both be the label 'a_b': rename one of them",
            Mistake("inputs", Columns.Table("t", Columns.Label("a.b"), Columns.Label("a_b"), Columns.Counter("n"))));

    [Fact]
    public void A_constant_label_that_a_column_has_is_refused()
    {
        var options = RunningSink.Options with { Labels = new OptionTable(new Dictionary<string, object> { ["disk"] = "x" }) };
        var sink = Sink(options);
        var mistake = Assert.Throws<OptionException>(() => sink.Bind([Columns.Table("t", Columns.Label("disk"), Columns.Counter("n"))]));
        Assert.Equal("labels.disk", mistake.Key);
        Assert.Equal("column 'disk' of table 't' and the option 'labels' would both be the label 'disk': rename one of them", mistake.Message);
    }

    [Theory]
    [InlineData("le")]
    [InlineData("__x")]
    [InlineData("a-b")]
    [InlineData("9a")]
    public void A_constant_label_that_cannot_be_one_is_refused(string name)
    {
        var options = RunningSink.Options with { Labels = new OptionTable(new Dictionary<string, object> { [name] = "x" }) };
        Assert.Equal($"labels.{name}", Assert.Throws<OptionException>(() => Sink(options)).Key);
    }

    [Theory]
    [InlineData("le", "exported_le")]
    [InlineData("quantile", "exported_quantile")]
    [InlineData("__name__", "exported_name__")]
    [InlineData("http.method", "http_method")]
    [InlineData("1st", "_1st")]
    public async Task A_label_that_means_something_to_Prometheus_is_renamed(string column, string label)
    {
        var table = Columns.Table("t", Columns.Label(column), Columns.Counter("n"));
        await using var sink = await RunningSink.StartAsync([table]);
        using var rows = new Rows(table);
        await sink.WriteAsync(rows.Add("x", 1).Build());
        Assert.Contains($"t_total{{{label}=\"x\"}} 1", await sink.ScrapeAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("9435")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("::1:9435")]
    [InlineData("[127.0.0.1]:9435")]
    [InlineData("[::1:9435")]
    [InlineData("example.org:9435")]
    public void What_is_no_address_is_refused(string listen)
    {
        var mistake = Assert.Throws<OptionException>(() => Sink(RunningSink.Options with { Listen = listen }));
        Assert.Equal(("listen", $"not an address to listen on (got '{listen}', expected one like 127.0.0.1:9435, [::1]:9435 or :9435 for every address)"), (mistake.Key, mistake.Message));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("metrics")]
    [InlineData("//x")]
    [InlineData("/-/ready")]
    [InlineData("/a b")]
    [InlineData("/a?b")]
    public void What_is_no_path_is_refused(string path) =>
        Assert.Equal("path", Assert.Throws<OptionException>(() => Sink(RunningSink.Options with { Path = path })).Key);

    [Theory]
    [InlineData("127.0.0.1:9435", "tcp 127.0.0.1:9435")]
    [InlineData("localhost:9435", "tcp 127.0.0.1:9435")]
    [InlineData("[::1]:9435", "tcp [::1]:9435")]
    [InlineData(":9435", "tcp :9435")]
    public void A_sink_claims_its_port(string listen, string claim)
    {
        var sink = Sink(RunningSink.Options with { Listen = listen });
        Assert.Equal([new Claim(claim, "listen")], sink.Claims);
    }

    private static PrometheusSink Sink(PrometheusOptions options) => new(options, new LentContext());

    private static string Mistake(string key, params TableSchema[] tables)
    {
        var sink = Sink(RunningSink.Options);
        var mistake = Assert.Throws<OptionException>(() => sink.Bind(tables));
        Assert.Equal(key, mistake.Key);
        return mistake.Message;
    }
}
