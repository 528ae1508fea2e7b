using System.Text;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Transforms.Aggregate;
using Pipeline.Transforms.Histogram;
using Xunit;

namespace Pipeline.Plugins.Tests.Transforms.Grouping;

/// <summary>How many groups there may be, and what becomes of rows that find none.</summary>
public sealed class GroupBoundTests
{
    private static readonly TableSchema Table =
        new("t", TableKind.Event, [new("pid", ColumnType.U32), new("comm", ColumnType.FixedUtf8(16)), new("path", ColumnType.Utf8), new("bytes", ColumnType.U64) { Unit = "By" }]);

    [Theory]
    [InlineData("pid")]
    [InlineData("path")]
    [InlineData("pid", "comm", "path")]
    public void Rows_that_find_no_group_are_together_in_one_and_no_sum_is_lost(params string[] by)
    {
        using var run = Sums(by, max: 100);
        for (var times = 1; times <= 3; times++)
        {
            run.Process(Rows(run, Enumerable.Range(0, 1000)));
            var rows = run.Flush();
            Assert.Equal(101, rows.Count);
            Assert.Equal(times * 1000, (long)rows.Select(r => r.Integer("rows")).Aggregate((a, b) => a + b));
            Assert.Equal(times * Enumerable.Range(0, 1000).Sum(), (long)rows.Select(r => r.Integer("bytes")).Aggregate((a, b) => a + b));
            var overflow = rows.MaxBy(r => r.Integer("rows"))!;
            Assert.Equal(times * 900, overflow.Integer("rows"));
            if (by.Contains("pid"))
                Assert.Equal(uint.MaxValue, overflow.Integer("pid"));
            if (by.Contains("path"))
                Assert.Equal("(overflow)", overflow.Text("path"));
            if (by.Contains("comm"))
                Assert.Equal("(overflow)", overflow.Text("comm"));
        }
    }

    [Fact]
    public void A_million_keys_take_no_more_memory_than_the_groups_there_may_be()
    {
        using var run = Sums(["pid", "path"], max: 1000);
        for (var i = 0; i < 1_000_000; i += 10_000)
            run.Process(Rows(run, Enumerable.Range(i, 10_000)));

        var rows = run.Flush();
        Assert.Equal(1001, rows.Count);
        Assert.Equal(1_000_000, (long)rows.Select(r => r.Integer("rows")).Aggregate((a, b) => a + b));
        Assert.InRange(run.Emitter.Arena.InUse, 1, 1 << 20);
    }

    [Fact]
    public void Every_one_of_a_million_keys_has_its_group_where_there_may_be_as_many()
    {
        using var run = Sums(["pid"], max: 1_000_000);
        for (var i = 0; i < 1_000_000; i += 50_000)
            run.Process(Rows(run, Enumerable.Range(i, 50_000)));
        run.Process(Rows(run, Enumerable.Range(0, 50_000)));
        var rows = run.Flush();
        Assert.Equal(1_000_000, rows.Count);
        Assert.All(rows, row => Assert.Equal(row.Integer("pid") < 50_000 ? 2 : 1, row.Integer("rows")));
    }

    [Fact]
    public void A_key_that_is_too_long_to_be_a_name_goes_where_there_is_no_group()
    {
        using var run = Sums(["path"], max: 10);
        run.Process(Rows(run, [1, 2], row => new string('x', row == 1 ? 5000 : 4000)));
        var rows = run.Flush();
        Assert.Equal([4000, "(overflow)".Length], rows.Select(r => r.Text("path").Length).OrderDescending());
    }

    [Fact]
    public void Groups_without_rows_expire_and_begin_anew_and_others_keep_what_they_have()
    {
        var options = new AggregateOptions { By = ["path", "pid"], Expire = TimeSpan.FromSeconds(20), Values = Values };
        using var run = new GroupedRun(context => new AggregateTransform(options, context), Table);
        run.Process(Rows(run, Enumerable.Range(0, 1000)));
        Assert.Equal(1000, run.Flush().Count);
        var start = run.Clock.UnixNanoseconds;
        run.Process(Rows(run, Enumerable.Range(500, 10)));
        Assert.Equal(1000, run.Flush().Count);
        run.Process(Rows(run, Enumerable.Range(500, 10)));
        var rows = run.Flush();
        Assert.Equal(10, rows.Count);
        Assert.All(rows, row => Assert.Equal((3, 3 * row.Integer("pid")), (row.Integer("rows"), row.Integer("bytes"))));
        Assert.All(rows, row => Assert.True(row.Start < start));
        var later = run.Clock.UnixNanoseconds;
        run.Process(Rows(run, [7]));
        var anew = run.Flush().Single(r => r.Integer("pid") == 7);
        Assert.Equal((later, 1), (anew.Start, anew.Integer("rows")));
    }

    [Fact]
    public void Differences_begin_where_the_row_before_ended_and_idle_groups_are_silent()
    {
        var options = new AggregateOptions { By = ["pid"], Temporality = Temporality.Delta, Values = Values };
        using var run = new GroupedRun(context => new AggregateTransform(options, context), Table);
        var built = run.Clock.UnixNanoseconds;
        run.Process(Rows(run, [1, 2]));
        Assert.All(run.Flush(), row => Assert.Equal(built, row.Start));
        var first = run.Clock.UnixNanoseconds;
        Assert.Empty(run.Flush());
        var second = run.Clock.UnixNanoseconds;
        run.Process(Rows(run, [2, 2, 3]));
        var rows = run.Flush();
        Assert.Equal([(2, 2), (3, 1)], rows.Select(r => ((int)r.Integer("pid"), (int)r.Integer("rows"))).Order());
        Assert.All(rows, row => Assert.Equal(second, row.Start));
        Assert.True(first < second);
    }

    [Fact]
    public void Without_memory_for_more_groups_rows_are_together_in_one()
    {
        var options = new HistogramOptions { Value = "bytes", By = ["pid"], Buckets = "exponential" };
        using var run = new GroupedRun(context => new HistogramTransform(options, context), 4 << 20, Table);
        run.Process(Rows(run, Enumerable.Range(0, 5000)));
        var rows = run.Flush();
        Assert.InRange(rows.Count, 100, 4000);
        Assert.Equal(5000, rows.Sum(r => (long)r.Histogram("bytes").Totals.Count));
        Assert.InRange(rows.Single(r => r.Integer("pid") == uint.MaxValue).Histogram("bytes").Totals.Count, 1000ul, 4900ul);
    }

    [Fact]
    public void Without_memory_for_the_rows_of_a_flush_the_interval_goes_on()
    {
        var options = new AggregateOptions { By = ["pid"], Temporality = Temporality.Delta, Values = Values };
        using var run = new GroupedRun(context => new AggregateTransform(options, context), 4 << 20, Table);
        run.Process(Rows(run, Enumerable.Range(0, 2000)));
        var rented = new List<Block>();
        while (run.Emitter.Arena.TryRent(4096, out var block))
            rented.Add(block);
        // Room for the first batch of rows, not for all.
        rented.TakeLast(8).ToList().ForEach(block => block.Release());
        rented.RemoveRange(rented.Count - 8, 8);
        Assert.Throws<ArenaExhaustedException>(() => ((IFlushing)run.Transform).Flush(run.Emitter));
        Assert.Empty(run.Emitter.Batches);
        Assert.Equal((2000, 0, 0), (run.Emitter.Tally.Held, run.Emitter.Tally.Consumed, run.Emitter.Tally.Created));
        rented.ForEach(block => block.Release());
        run.Process(Rows(run, Enumerable.Range(0, 2000)));
        var rows = run.Flush();
        Assert.Equal(2000, rows.Count);
        Assert.All(rows, row => Assert.Equal(2, row.Integer("rows")));
    }

    [Fact]
    public void A_steady_stream_of_rows_allocates_nothing()
    {
        using var run = Sums(["pid", "path"], max: 10_000);
        using var histogram = new GroupedRun(context => new HistogramTransform(new HistogramOptions { Value = "bytes", By = ["pid", "comm"], Buckets = "exponential" }, context), Table);
        var batch = Rows(run, Enumerable.Range(0, 5000));
        for (var i = 0; i < 200; i++)
            Step();
        Assert.Equal(0, Allocated.By(Step));
        batch.Release();

        void Step()
        {
            run.Transform.Process(batch, run.Emitter);
            histogram.Transform.Process(batch, histogram.Emitter);
        }
    }

    private static OptionTable Values { get; } = new(new Dictionary<string, object> { ["rows"] = "count()", ["bytes"] = "sum(bytes)" });

    private static GroupedRun Sums(string[] by, int max) =>
        new(context => new AggregateTransform(new AggregateOptions { By = by, MaxGroups = max, Values = Values }, context), Table);

    private static RecordBatch Rows(GroupedRun run, IEnumerable<int> pids, Func<int, string>? path = null)
    {
        int[] all = [.. pids];
        object[][] cells =
        [
            [.. all.Select(p => (object)(Int128)p)], [.. all.Select(p => (object)Encoding.UTF8.GetBytes($"c{p}"))],
            [.. all.Select(p => (object)Encoding.UTF8.GetBytes(path?.Invoke(p) ?? $"/some/where/{p}"))], [.. all.Select(p => (object)(Int128)p)],
        ];
        return ScatteredBatch.Make(Table, cells, all.Length, run.Emitter.Arena, new Random(all.Length));
    }
}
