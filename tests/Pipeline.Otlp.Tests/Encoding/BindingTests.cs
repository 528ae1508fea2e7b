using Pipeline.Otlp.Logs;
using Pipeline.Otlp.Metrics;

namespace Pipeline.Otlp.Tests.Encoding;

/// <summary>Names, and tables that cannot be sent.</summary>
public class BindingTests
{
    [Theory]
    [InlineData("TRACE", 1)]
    [InlineData("debug", 5)]
    [InlineData("Debug4", 8)]
    [InlineData(" info ", 9)]
    [InlineData("Information", 9)]
    [InlineData("notice", 10)]
    [InlineData("WARNING", 13)]
    [InlineData("warn3", 15)]
    [InlineData("err", 17)]
    [InlineData("Critical", 18)]
    [InlineData("fatal", 21)]
    [InlineData("fatal4", 24)]
    [InlineData("panic", 21)]
    [InlineData("warning2", 0)]
    [InlineData("info1", 0)]
    [InlineData("info5", 0)]
    [InlineData("2", 0)]
    [InlineData("", 0)]
    [InlineData("ünbekannt", 0)]
    [InlineData("an endless name for a severity", 0)]
    public void A_severity_has_the_number_of_its_name(string name, int number) => Assert.Equal(number, SeverityName.Number(System.Text.Encoding.UTF8.GetBytes(name)));

    [Fact]
    public void A_metric_is_named_by_its_table_and_column_without_the_unit()
    {
        Assert.Equal(["t"], Names(new ColumnSchema("n", ColumnType.U64)));
        Assert.Equal(["t.n", "t.latency", "t.read"], Names(new("n", ColumnType.U64), new("latency_ns", ColumnType.U64) { Unit = "ns" }, new("read_bytes", ColumnType.U64) { Unit = "By" }));
        Assert.Equal(["t.wait", "t.wait_ns"], Names(new("wait", ColumnType.U64), new("wait_ns", ColumnType.U64) { Unit = "ns" }));
        Assert.Equal(["t.wait_us", "t.wait_ns"], Names(new("wait_us", ColumnType.U64) { Unit = "us" }, new("wait_ns", ColumnType.U64) { Unit = "ns" }));
        Assert.Equal(["t.n", "system.cpu.time"], Names(new("n", ColumnType.U64), new("x_ns", ColumnType.U64) { Unit = "ns", Attribute = "system.cpu.time" }));
        Assert.Equal(["latency"], MetricName.Of(new TableSchema("latency_ns", TableKind.Metric, [new("v", ColumnType.U64) { Unit = "ns" }]), [new("v", ColumnType.U64) { Unit = "ns" }]));
    }

    [Fact]
    public void Keys_of_attributes_are_there_once()
    {
        var table = new TableSchema(
            "t",
            TableKind.Event,
            [new("log.record.uid", ColumnType.U32), new("a", ColumnType.U32) { Attribute = "x" }, new("b", ColumnType.U32) { Attribute = "x" }, new("x", ColumnType.U32)]);
        using var rows = new Rows(table);
        using var encoder = new OtlpEncoder(new OtlpSettings(), [table]);
        encoder.Append(rows.Add(1, 2, 3, 4).Build());
        var json = new Text.ByteBuffer(100);
        encoder.RequestOf(table).WriteJson(json);
        var text = System.Text.Encoding.UTF8.GetString(json.Written);
        foreach (var key in (string[])["log.record.uid", "log.record.uid_", "x", "b", "x_"])
            Assert.Single(text.Split($"{{\"key\":\"{key}\",")[1..]);
    }

    [Fact]
    public void A_label_that_is_absent_where_it_is_empty_is_no_attribute_there()
    {
        var table = new TableSchema(
            "t",
            TableKind.Metric,
            [
                Absent("text", ColumnType.Utf8), Absent("word", ColumnType.FixedUtf8(4)), Absent("port", ColumnType.U16), Absent("yes", ColumnType.Bool), new("kept", ColumnType.Utf8),
                new("n", ColumnType.U64) { Instrument = Instrument.Counter },
            ]);
        using var rows = new Rows(table);
        using var encoder = new OtlpEncoder(new OtlpSettings(), [table]);
        encoder.Append(rows.Add("", "", 0, 0, "", 1).Add("a", "b", 80, 1, "", 1).Build());
        var json = new Text.ByteBuffer(100);
        encoder.RequestOf(table).WriteJson(json);
        var points = System.Text.Json.JsonDocument.Parse(json.Written.ToArray()).RootElement.GetProperty("resourceMetrics")[0].GetProperty("scopeMetrics")[0].GetProperty("metrics")[0].GetProperty("sum").GetProperty("dataPoints");
        Assert.Equal(["kept", "text word port yes kept"], points.EnumerateArray().Select(p => string.Join(' ', p.GetProperty("attributes").EnumerateArray().Select(a => a.GetProperty("key").GetString()))));

        static ColumnSchema Absent(string name, ColumnType type) => new(name, type) { EmptyIsAbsent = true };
    }

    [Fact]
    public void An_entry_of_an_open_table_with_the_key_of_a_column_is_left_out()
    {
        var table = new TableSchema("t", TableKind.Event, [new("attributes", ColumnType.Map), new("path", ColumnType.Utf8) { Attribute = "log.file.path" }, new("n", ColumnType.U32)]);
        var writer = new AttributeWriter();
        foreach (var key in (string[])["log.file.path", "path", "n", "log.record.uid", "other"])
        {
            writer.Key(System.Text.Encoding.UTF8.GetBytes(key));
            writer.I64(1);
        }

        using var rows = new Rows(table);
        using var encoder = new OtlpEncoder(new OtlpSettings(), [table]);
        encoder.Append(rows.Add(writer.Written.ToArray(), "file", 2).Build());
        var json = new Text.ByteBuffer(100);
        encoder.RequestOf(table).WriteJson(json);
        var keys = System.Text.Encoding.UTF8.GetString(json.Written).Split("{\"key\":\"")[5..].Select(text => text[..text.IndexOf('"', StringComparison.Ordinal)]);
        Assert.Equal(["log.record.uid", "path", "other", "log.file.path", "n"], keys);
    }

    [Fact]
    public void A_table_that_has_nothing_to_send_is_refused()
    {
        Refused("table 't' has no value column, so there is nothing to send", new TableSchema("t", TableKind.Metric, [new("a", ColumnType.U32)]));
        Refused(
            "column 'a' of table 't' is declared a histogram and cannot be one (got u32)",
            new TableSchema("t", TableKind.Metric, [new("a", ColumnType.U32) { Instrument = Instrument.Histogram }]));
        Refused(
            "column 'd' of span table 't' must be a duration (got u32)",
            new TableSchema("t", TableKind.Span, [new("s", ColumnType.Time), new("d", ColumnType.U32)]) { Span = new SpanColumns("s", "d", "s", "s") });
    }

    private static void Refused(string why, TableSchema table) =>
        Assert.Contains(why, Assert.Throws<OptionException>(() => new OtlpEncoder(new OtlpSettings(), [table])).Message, StringComparison.Ordinal);

    private static string[] Names(params ColumnSchema[] values) => MetricName.Of(new TableSchema("t", TableKind.Metric, [.. values]), values);
}
