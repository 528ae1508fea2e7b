using System.Text;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Transforms.Aggregate;
using Pipeline.Transforms.Histogram;
using Xunit;

namespace Pipeline.Plugins.Tests.Transforms.Grouping;

public sealed class AggregateTests
{
    private static readonly TableSchema Table = new("t", TableKind.Event,
    [
        new("time", ColumnType.Time), new("disk", ColumnType.Utf8) { Heading = "DISK" }, new("pid", ColumnType.U32) { Heading = "" },
        new("bytes", ColumnType.U64) { Unit = "By" }, new("latency_ns", ColumnType.Duration) { Unit = "ns", Heading = "LAT(ms)" }, new("delta", ColumnType.I32),
        new("seconds", ColumnType.F64) { Unit = "s" }, new("operation", ColumnType.Enum(1, false, [new("read", 0), new("write", 1)])),
    ]);

    [Fact]
    public void The_table_says_what_its_columns_measure()
    {
        var schema = Run(
            new() { By = ["disk", "pid"], Values = Empty },
            ("n", "count()"), ("bytes", "sum(bytes)"), ("took", "sum(latency_ns)"), ("change", "sum(delta)"), ("s", "sum(seconds)"),
            ("worst", "max(latency_ns)"), ("mean", "avg(latency_ns)"), ("newest", "last(time)"), ("kind", "last(operation)"), ("us", "max(latency_ns / 1us)")).Schema;
        Assert.Equal((TableKind.Metric, "start_time", "test"), (schema.Kind, schema.StartTimeColumn, schema.Name));
        Assert.Equal(
            [
                "time time", "start_time time", "disk utf8", "pid u32", "n u64 Counter", "bytes u64 By Counter", "took duration ns Counter", "change i64 Gauge", "s f64 s Gauge",
                "worst duration ns Gauge", "mean f64 ns Gauge", "newest time Gauge", "kind enum Gauge", "us f64 Gauge",
            ],
            schema.Columns.Select(c => string.Join(' ', new[] { c.Name, c.Type.ToString(), c.Unit, c.Instrument?.ToString() }.Where(t => t is not null))));
        Assert.Equal(["", "", "DISK", null, null], schema.Columns.Take(5).Select(c => c.Heading));
    }

    [Fact]
    public void The_greatest_groups_come_first_and_the_others_are_not_told()
    {
        using var run = Run(new() { By = ["disk"], Top = 3, OrderBy = "bytes", Temporality = Temporality.Delta, Values = Empty }, ("n", "count()"), ("bytes", "sum(bytes)"));
        var random = new Random(5);
        for (var interval = 0; interval < 20; interval++)
        {
            var sizes = Enumerable.Range(0, random.Next(1, 200)).Select(i => (Disk: $"d{random.Next(20)}", Bytes: random.Next(1000))).ToArray();
            run.Process(Rows(run, [.. sizes.Select(s => (s.Disk, s.Bytes))]));
            var expected = sizes.GroupBy(s => s.Disk).Select(g => g.Sum(s => s.Bytes)).OrderDescending().Take(3);
            var seen = run.Flush();
            Assert.Equal(expected, seen.Select(r => (int)r.Integer("bytes")));
            Assert.All(seen, r => Assert.Equal(sizes.Where(s => s.Disk == r.Text("disk")).Sum(s => s.Bytes), (int)r.Integer("bytes")));
        }
    }

    [Fact]
    public void What_is_ordered_by_something_that_some_groups_lack_has_those_last()
    {
        using var run = Run(new() { By = ["disk"], OrderBy = "mean", Values = Empty }, ("mean", "avg(seconds)"));
        run.Process(Rows(run, [("a", 1), ("b", 2), ("c", 3)], seconds: [2, double.NaN, 5]));
        Assert.Equal(["c", "a", "b"], run.Flush().Select(r => r.Text("disk")));
    }

    [Theory]
    [InlineData("exponential")]
    [InlineData("exp2")]
    public void Histograms_of_parts_merge_into_the_histogram_of_all(string buckets)
    {
        var random = new Random(11);
        for (var i = 0; i < 50; i++)
        {
            using var parts = Histograms(["disk", "pid"], Temporality.Delta);
            using var whole = Histograms(["disk"], Temporality.Cumulative);
            using var merged = new GroupedRun(context => new AggregateTransform(new() { By = ["disk"], Values = Of(("bytes", "merge(bytes)"), ("rows", "count()")) }, context), parts.Schema);
            for (var interval = 0; interval < 3; interval++)
            {
                var rows = Enumerable.Range(0, random.Next(300)).Select(_ => ($"d{random.Next(3)}", random.Next(1 << random.Next(1, 30)))).ToArray();
                parts.Process(Rows(parts, rows));
                whole.Process(Rows(whole, rows));
                parts.Clock.Now = parts.Clock.Now.AddSeconds(10);
                ((IFlushing)parts.Transform).Flush(parts.Emitter);
                foreach (var batch in parts.Emitter.Batches)
                {
                    batch.AddReference();
                    merged.Process(batch);
                }

                parts.Emitter.Dispose();
                Assert.Equal(Show(whole.Flush()), Show(merged.Flush()));
            }
        }

        GroupedRun Histograms(string[] by, Temporality temporality) => new(
            context => new HistogramTransform(new() { Value = "bytes", By = by, Buckets = buckets, Temporality = temporality }, context), Table);

        static string Show(List<GroupedRow> rows) => string.Join('\n', rows.OrderBy(r => r.Key).Select(r => $"{r.Key} {r.Histogram("bytes")}"));
    }

    [Fact]
    public void Times_are_told_in_Unix_time_whatever_the_clock_of_the_batch()
    {
        using var run = Run(new() { Values = Empty }, ("oldest", "min(time)"), ("newest", "max(time)"));
        run.Process(Rows(run, [("a", 1), ("b", 2)], unixOffset: 1_000_000));
        run.Process(Rows(run, [("a", 1)], unixOffset: 500));
        var row = Assert.Single(run.Flush());
        Assert.Equal((500, 1_000_001), ((int)row.Integer("oldest"), (int)row.Integer("newest")));
    }

    [Fact]
    public void Counts_tell_for_how_many_rows_something_is_so()
    {
        using var run = Run(new() { Values = Empty }, ("all", "count()"), ("large", "count(bytes > 1KiB)"), ("timed", "count(seconds)"));
        run.Process(Rows(run, [("a", 1), ("b", 2000), ("c", 3000)], seconds: [1, double.NaN, double.PositiveInfinity]));
        var row = Assert.Single(run.Flush());
        Assert.Equal((3, 2, 1), ((int)row.Integer("all"), (int)row.Integer("large"), (int)row.Integer("timed")));
    }

    [Fact]
    public void Rows_of_an_instance_have_numbers_of_their_own_and_so_have_those_of_another()
    {
        using var first = Run(new() { By = ["disk"], Values = Empty }, ("n", "count()"));
        using var second = Run(new() { By = ["disk"], Values = Empty }, ("n", "count()"));
        foreach (var run in new[] { first, second })
            run.Process(Rows(run, [.. Enumerable.Range(0, 1500).Select(i => ($"d{i}", i))]));
        Assert.Equal(Enumerable.Range(0, 1500).Select(i => (ulong)i), first.Flush().Select(r => r.Sequence));
        Assert.Equal(1500ul, first.Flush().Min(r => r.Sequence));
        var origins = new[] { first, second }.Select(run =>
        {
            ((IFlushing)run.Transform).Flush(run.Emitter);
            var origin = run.Emitter.Batches[0].Origin;
            run.Emitter.Dispose();
            return origin;
        }).ToArray();
        Assert.Equal(("host", "test"), (origins[0].Host, origins[0].Source));
        Assert.NotEqual(origins[0].Epoch, origins[1].Epoch);
    }

    internal static OptionTable Empty => OptionTable.Empty;

    internal static OptionTable Of(params (string Name, string Text)[] values) => new(values.ToDictionary(v => v.Name, v => (object)v.Text));

    private static GroupedRun Run(AggregateOptions options, params (string Name, string Text)[] values) =>
        new(context => new AggregateTransform(options with { Values = Of(values) }, context), Table);

    private static RecordBatch Rows(GroupedRun run, (string Disk, int Bytes)[] rows, double[]? seconds = null, long unixOffset = 0)
    {
        object[] Cells(Func<int, object> cell) => [.. Enumerable.Range(0, rows.Length).Select(cell)];
        return ScatteredBatch.Make(
            Table,
            [
                Cells(i => (Int128)i), Cells(i => Encoding.UTF8.GetBytes(rows[i].Disk)), Cells(i => (Int128)(i % 4)), Cells(i => (Int128)rows[i].Bytes), Cells(i => (Int128)i),
                Cells(i => (Int128)(-i)), Cells(i => seconds?[i] ?? 1.0), Cells(i => (Int128)(i % 2)),
            ],
            rows.Length,
            run.Emitter.Arena,
            new Random(rows.Length),
            unixOffset: unixOffset);
    }
}
