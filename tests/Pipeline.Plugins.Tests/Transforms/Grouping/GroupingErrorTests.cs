using Pipeline.Plugins.Tests.Support;
using Pipeline.Transforms.Aggregate;
using Pipeline.Transforms.Histogram;
using Xunit;

namespace Pipeline.Plugins.Tests.Transforms.Grouping;

/// <summary>What a user is told of options that cannot be; «» is where.</summary>
public sealed class GroupingErrorTests
{
    private static readonly TableSchema Table = new("t", TableKind.Event,
    [
        new("time", ColumnType.Time), new("pid", ColumnType.U32), new("comm", ColumnType.FixedUtf8(16)), new("bytes", ColumnType.U64) { Unit = "By" },
        new("latency_ns", ColumnType.Duration) { Unit = "ns" }, new("seconds", ColumnType.F64) { Unit = "s" },
        new("operation", ColumnType.Enum(1, false, [new("read", 0)])), new("args", ColumnType.Utf8List), new("is_root", ColumnType.Bool),
        new("attributes", ColumnType.Map),
    ]);

    private static readonly TableSchema Metric = new("m", TableKind.Metric,
    [
        new("time", ColumnType.Time), new("disk", ColumnType.Utf8), new("total", ColumnType.U64) { Instrument = Instrument.Counter },
        new("level", ColumnType.I64) { Instrument = Instrument.Gauge },
        new("spread", ColumnType.ExponentialHistogram) { Instrument = Instrument.Histogram },
    ]);

    [Theory]
    [InlineData("«»", "the expression is empty (expected one such as: exp2)")]
    [InlineData("«exp3»", "there are no buckets 'exp3' (expected one of exp2, linear, explicit, exponential)")]
    [InlineData("«log»(1, 2)", "there are no buckets 'log' (expected one of exp2, linear, explicit, exponential)")]
    [InlineData("«1ms»", "this names no buckets (expected one of exp2, linear, explicit, exponential)")]
    [InlineData("«exp2(1)»", "exp2 takes nothing, or the first bound and how many there are: exp2(1us, 28)")]
    [InlineData("exp2(«0», 4)", "the first bound must be above zero, because the others are its doubles")]
    [InlineData("exp2(1, «2000»)", "this is no number of bounds (expected 1 to 1024)")]
    [InlineData("exp2(1, «10ms»)", "this is no number of bounds (expected 1 to 1024)")]
    [InlineData("exp2(1, «-1»)", "this is no number of bounds (expected 1 to 1024)")]
    [InlineData("exp2(«1e300», 400)", "with this the bounds are beyond what a 64 bit float can tell apart")]
    [InlineData("linear(0, «0», 4)", "the width must be above zero")]
    [InlineData("linear(1e18, «1», 4)", "with this the bounds are beyond what a 64 bit float can tell apart")]
    [InlineData("«linear(0, 1)»", "linear takes the first bound, the width and how many bounds there are: linear(0, 10ms, 20)")]
    [InlineData("«linear»", "linear takes the first bound, the width and how many bounds there are: linear(0, 10ms, 20)")]
    [InlineData("«explicit()»", "explicit takes 1 to 1024 bounds: explicit(1ms, 10ms, 100ms)")]
    [InlineData("explicit(1, «1»)", "bounds must ascend: this one is not above the one before")]
    [InlineData("explicit(1ms, «4KiB»)", "this is a size, and 'latency_ns' is duration in ns")]
    [InlineData("explicit(1ms, «pid»)", "this is no number, which a bound must be")]
    [InlineData("explicit(1ms, «2 * 3»)", "this is no number, which a bound must be")]
    [InlineData("«exponential(160)»", "exponential takes nothing: it adapts to the values")]
    [InlineData("explicit(1ms, 2ms", null)]
    [InlineData("explicit(1ms 2ms)", null)]
    [InlineData("exp2 exp2", null)]
    public void Buckets_are_refused_at_the_place_of_the_mistake(string option, string? message) => Refused("buckets", option, message, buckets => Histogram(buckets: buckets));

    [Theory]
    [InlineData("«»", "the expression is empty (expected one such as: sum(bytes))")]
    [InlineData("«bytes»", "this is no function of a group (expected one of count, sum, min, max, avg, last, merge, as in sum(bytes))")]
    [InlineData("«sum(bytes) / 2»", "this is no function of a group (expected one of count, sum, min, max, avg, last, merge, as in sum(bytes))")]
    [InlineData("«smu»(bytes)", "there is no function 'smu' (expected one of count, sum, min, max, avg, last, merge)")]
    [InlineData("«sum()»", "sum takes one argument, as in sum(bytes)")]
    [InlineData("«sum(bytes, pid)»", "sum takes one argument, as in sum(bytes)")]
    [InlineData("«count(pid, pid)»", "count takes nothing, or what is counted")]
    [InlineData("sum(«bites»)", "table 't' has no column 'bites'")]
    [InlineData("«sum(comm)»", "'comm' is utf8[16]: sum takes a number")]
    [InlineData("«sum(time)»", "times do not add up, which sum needs")]
    [InlineData("«avg(time)»", "times do not add up, which avg needs")]
    [InlineData("«max(operation)»", "'operation' is enum: max takes a number (expected last, count, or a comparison to count)")]
    [InlineData("«sum(is_root)»", "is_root is true or false: sum takes a number (expected count)")]
    [InlineData("«merge(bytes)»", "merge takes a column of histograms")]
    [InlineData("«merge(args)»", "'args' is list<utf8>: merge takes a histogram")]
    [InlineData("sum(«bytes + latency_ns»)", "bytes (u64 in By) and latency_ns (duration in ns) do not measure the same")]
    [InlineData("sum(«sum»(bytes))", "there is no function 'sum' here")]
    [InlineData("max(«attributes[\"x\"]»)", "attributes[\"x\"] (an attribute) has no type of its own: each row may have another")]
    public void Values_are_refused_at_the_place_of_the_mistake(string option, string? message) =>
        Refused("values.x", option, message, text => Aggregate(new OptionTable(new Dictionary<string, object> { ["x"] = text })));

    [Theory]
    [InlineData("sum(«level»)", "'level' is a gauge, whose readings do not add up (expected avg, min, max or last)")]
    public void What_a_metric_table_cannot_tell_is_refused(string option, string message) =>
        Refused("values.x", option, message, text => Aggregate(new OptionTable(new Dictionary<string, object> { ["x"] = text }), tables: Metric));

    [Fact]
    public void Columns_are_refused_that_are_not_there_or_make_no_group_or_have_no_distribution()
    {
        Says("by.0", "table 't' has no column 'disk'", () => Histogram(by: ["disk"]));
        Says("by.1", "'time' is a time, by which rows cannot be grouped: hardly two of them share one", () => Histogram(by: ["pid", "time"]));
        Says("by.0", "'args' is list<utf8>, by which rows cannot be grouped (expected a column with one value)", () => Histogram(by: ["args"]));
        Says("by.1", "the table 'test' would have two columns named 'pid'", () => Histogram(by: ["pid", "pid"]));
        Says("value", "the table 'test' would have two columns named 'bytes'", () => Histogram(by: ["bytes"], value: "bytes"));
        Says("value", "'comm' is utf8[16] (expected a number or a duration)", () => Histogram(value: "comm"));
        Says("value", "'operation' is enum (expected a number or a duration)", () => Histogram(value: "operation"));
        Says("value", "'total' is a counter: a running total has no distribution (expected a value of single events, or a gauge)", () => Histogram(value: "total", tables: Metric));
        Says("value", "'spread' is a histogram already; the transform aggregate puts histograms together, as merge(spread)", () => Histogram(value: "spread", tables: Metric));
        Says("values.pid", "the table 'test' would have two columns named 'pid'", () => Aggregate(Values("pid", "count()"), by: ["pid"]));
        Says("values.time", "the table 'test' would have two columns named 'time'", () => Aggregate(Values("time", "max(time)")));
        Says("values.Bytes", "'Bytes' is no name of a column (expected lower case letters, digits and '_')", () => Aggregate(Values("Bytes", "count()")));
        Says("values.x", "a value is text in quotes, such as \"sum(bytes)\"", () => Aggregate(Values("x", 5L)));
        Says("values", "there are no values (expected at least one, such as { bytes = \"sum(bytes)\" })", () => Aggregate(OptionTable.Empty));
        Says("order_by", "'y' is none of the values (expected one of x)", () => Aggregate(Values("x", "count()"), orderBy: "y"));
        Says("headings.y", "the table 'test' has no column 'y'", () => Aggregate(Values("x", "count()"), headings: Values("y", "Y")));
        Says("headings.x", "a heading is text in quotes", () => Aggregate(Values("x", "count()"), headings: Values("x", 1L)));
        var other = new TableSchema("u", TableKind.Event, [new("pid", ColumnType.U64), new("bytes", ColumnType.U64) { Unit = "KiBy" }]);
        Says("by.0", "'pid' is u32 in table 't' and u64 in 'u'", () => Aggregate(Values("x", "count()"), by: ["pid"], tables: [Table, other]));
        Says("values.x", "this is u64 in By in table 't' and u64 in KiBy in 'u'", () => Aggregate(Values("x", "sum(bytes)"), tables: [Table, other]));
        Says("value", "'bytes' is u64 in By in table 't' and u64 in KiBy in 'u'", () => Histogram(value: "bytes", tables: [Table, other]));
    }

    [Fact]
    public void One_group_and_an_order_of_all_groups_need_one_worker()
    {
        var aggregate = new AggregateTransform(new AggregateOptions { Values = Values("x", "count()"), By = ["pid"], Top = 3 }, new LentContext());
        Says("workers", "`top` compares all groups, which one worker has to have (expected 1)", () => aggregate.PartitionBy);
        var histogram = new HistogramTransform(new HistogramOptions { Value = "bytes" }, new LentContext());
        Says("workers", "without `by` there is one group, and one worker for it (expected 1)", () => histogram.PartitionBy);
        Assert.Equal(["pid"], new HistogramTransform(new HistogramOptions { Value = "bytes", By = ["pid"] }, new LentContext()).PartitionBy);
    }

    private static OptionTable Values(string name, object value) => new(new Dictionary<string, object> { [name] = value });

    private static TableSchema Histogram(string value = "latency_ns", string buckets = "exp2", string[]? by = null, params TableSchema[] tables)
    {
        using var transform = new HistogramTransform(new HistogramOptions { Value = value, Buckets = buckets, By = by ?? [] }, new LentContext());
        return transform.Bind(tables.Length > 0 ? tables : [Table])[0];
    }

    private static TableSchema Aggregate(OptionTable values, string[]? by = null, string? orderBy = null, OptionTable? headings = null, params TableSchema[] tables)
    {
        var options = new AggregateOptions { Values = values, By = by ?? [], OrderBy = orderBy, Headings = headings ?? OptionTable.Empty };
        using var transform = new AggregateTransform(options, new LentContext());
        return transform.Bind(tables.Length > 0 ? tables : [Table])[0];
    }

    private static void Says(string key, string message, Func<object> make)
    {
        var error = Assert.Throws<OptionException>(make);
        Assert.Equal((key, message), (error.Key, error.Message));
    }

    private static void Refused(string key, string option, string? message, Func<string, object> make)
    {
        var text = option.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal);
        var error = Assert.Throws<OptionException>(() => make(text));
        Assert.Equal(key, error.Key);
        if (message is null)
            return;
        var start = option.IndexOf('«', StringComparison.Ordinal);
        Assert.Equal((message, start, option.IndexOf('»', StringComparison.Ordinal) - start - 1), (error.Message, error.Offset, error.Length));
    }
}
