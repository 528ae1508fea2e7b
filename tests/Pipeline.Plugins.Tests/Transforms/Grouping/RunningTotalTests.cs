using System.Text;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Transforms.Aggregate;
using Xunit;

namespace Pipeline.Plugins.Tests.Transforms.Grouping;

/// <summary>Aggregates of metric tables: readings of series that grow, begin anew, come and go.</summary>
public sealed class RunningTotalTests
{
    private static readonly ColumnType Explicit = ColumnType.ExplicitHistogram([1, 2, 4, 8, 16]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_growth_of_all_series_of_a_group_is_added_up(bool exponential)
    {
        var type = exponential ? ColumnType.ExponentialHistogram : Explicit;
        var table = Table(type);
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var temporality = random.Next(2) == 0 ? Temporality.Delta : Temporality.Cumulative;
            var options = new AggregateOptions
            {
                By = random.Next(3) == 0 ? [] : ["disk"],
                Temporality = temporality,
                Values = AggregateTests.Of(("total", "sum(total)"), ("seconds", "sum(seconds)"), ("spread", "merge(spread)"), ("level", "max(level)")),
            };
            using var run = new GroupedRun(context => new AggregateTransform(options, context), table);
            var series = new List<Series>();
            var groups = new Dictionary<string, Expected>();
            for (var interval = 0; interval < 5; interval++)
            {
                for (var readings = random.Next(4); readings > 0; readings--)
                {
                    Live(series, random);
                    if (series.Count == 0)
                        continue;
                    foreach (var one in series)
                        groups.TryAdd(Key(one), new Expected());
                    foreach (var one in series)
                        one.TellInto(groups[Key(one)]);
                    run.Process(Batch(table, type, series, run.Emitter.Arena, random));
                }

                var seen = run.Flush();
                Assert.Equal(groups.Keys.Order(), seen.Select(r => r.Key).Order());
                foreach (var row in seen)
                {
                    var expected = groups[row.Key];
                    Assert.Equal((expected.Total, expected.Seconds), (row.Integer("total"), row.Float("seconds")));
                    Assert.Equal(Count(expected.Values, type, row.Histogram("spread").Scale), row.Histogram("spread").Buckets);
                    Assert.Equal(((ulong)expected.Values.Count, expected.Values.Sum()), (row.Histogram("spread").Totals.Count, row.Histogram("spread").Totals.Sum));
                }

                if (temporality == Temporality.Delta)
                    groups.Clear();
            }

            string Key(Series one) => options.By.Count == 0 ? "" : Convert.ToHexString(Encoding.UTF8.GetBytes(one.Disk));
        }
    }

    [Fact]
    public void A_sum_of_running_totals_is_a_running_total_and_a_merge_a_histogram()
    {
        using var run = new GroupedRun(
            context => new AggregateTransform(
                new() { Values = AggregateTests.Of(("total", "sum(total)"), ("seconds", "sum(seconds)"), ("spread", "merge(spread)"), ("n", "count(total)")) }, context),
            Table(Explicit));
        Assert.Equal(
            [Instrument.Counter, Instrument.Counter, Instrument.Histogram, Instrument.Counter],
            run.Schema.Columns.Skip(2).Select(c => c.Instrument!.Value));
    }

    [Fact]
    public void Series_for_which_there_is_no_room_are_dropped_and_counted()
    {
        var table = Table(Explicit);
        using var run = new GroupedRun(context => new AggregateTransform(new() { MaxGroups = 10, Values = AggregateTests.Of(("total", "sum(total)")) }, context), table);
        var series = Enumerable.Range(0, 25).Select(i => new Series($"d{i}", i) { Total = 7 }).ToList();
        run.Process(Batch(table, Explicit, series, run.Emitter.Arena, new Random(1)));
        run.Process(Batch(table, Explicit, series, run.Emitter.Arena, new Random(2)));
        Assert.Equal(70, Assert.Single(run.Flush()).Integer("total"));
        Assert.Equal(30, run.Emitter.Tally.Dropped["series_full"]);
    }

    [Theory]
    [InlineData("max(«total»)", "'total' is a running total, which each reading tells again (expected sum(total))")]
    [InlineData("avg(«seconds»)", "'seconds' is a running total, which each reading tells again (expected sum(seconds))")]
    [InlineData("sum(«total / 2»)", "'total' is a running total, which each reading tells again (expected sum(total))")]
    [InlineData("sum(«level»)", "'level' is a gauge, whose readings do not add up (expected avg, min, max or last)")]
    public void What_would_count_a_reading_many_times_is_refused(string option, string message)
    {
        var text = option.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal);
        using var transform = new AggregateTransform(new() { Values = AggregateTests.Of(("x", text)) }, new LentContext());
        var error = Assert.Throws<OptionException>(() => transform.Bind([Table(Explicit)]));
        var start = option.IndexOf('«', StringComparison.Ordinal);
        Assert.Equal((message, start, option.IndexOf('»', StringComparison.Ordinal) - start - 1), (error.Message, error.Offset, error.Length));
    }

    private static TableSchema Table(ColumnType type) => new("m", TableKind.Metric,
    [
        new("time", ColumnType.Time), new("since", ColumnType.Time), new("disk", ColumnType.Utf8), new("cpu", ColumnType.U32),
        new("total", ColumnType.U64) { Instrument = Instrument.Counter }, new("seconds", ColumnType.F64) { Unit = "s", Instrument = Instrument.Counter },
        new("level", ColumnType.I64) { Instrument = Instrument.Gauge }, new("spread", type) { Instrument = Instrument.Histogram },
    ])
    {
        StartTimeColumn = "since",
    };

    /// <summary>Some series grow, some begin anew, some go, some come.</summary>
    private static void Live(List<Series> series, Random random)
    {
        series.RemoveAll(_ => random.Next(20) == 0);
        if (random.Next(3) == 0 && series.Count < 12)
        {
            var (disk, cpu) = ($"d{random.Next(3)}", random.Next(4));
            if (!series.Any(s => s.Disk == disk && s.Cpu == cpu))
                series.Add(new Series(disk, cpu) { Since = random.Next() });
        }

        foreach (var one in series)
            one.Grow(random);
    }

    private static RecordBatch Batch(TableSchema table, ColumnType type, List<Series> series, Arena arena, Random random)
    {
        object[] Cells(Func<Series, object> cell) => [.. series.Select(cell)];
        return ScatteredBatch.Make(
            table,
            [
                Cells(_ => (Int128)1), Cells(s => (Int128)s.Since), Cells(s => Encoding.UTF8.GetBytes(s.Disk)), Cells(s => (Int128)s.Cpu),
                Cells(s => (Int128)s.Total), Cells(s => s.Seconds), Cells(_ => (Int128)0), Cells(s => s.Cell(type)),
            ],
            series.Count,
            arena,
            random,
            // As a source's clock drifts.
            unixOffset: random.Next(1000));
    }

    private static SortedDictionary<int, ulong> Count(List<double> values, ColumnType type, int scale)
    {
        var counts = new SortedDictionary<int, ulong>();
        foreach (var value in values)
        {
            var bucket = type.Bounds.IsEmpty ? ExponentialBucket.IndexOf(value, scale) : type.Bounds.Count(b => value > b);
            counts[bucket] = counts.GetValueOrDefault(bucket) + 1;
        }

        return counts;
    }

    private sealed class Expected
    {
        public Int128 Total { get; set; }

        public double Seconds { get; set; }

        public List<double> Values { get; } = [];
    }

    private sealed class Series(string disk, int cpu)
    {
        private readonly List<double> _values = [];
        private ulong _told;
        private double _toldSeconds;
        private int _toldValues;

        public string Disk => disk;

        public int Cpu => cpu;

        public long Since { get; set; }

        public ulong Total { get; set; }

        public double Seconds { get; private set; }

        public void Grow(Random random)
        {
            if (random.Next(10) == 0)
            {
                Since++;
                (Total, Seconds, _told, _toldSeconds, _toldValues) = (0, 0, 0, 0, 0);
                _values.Clear();
            }

            Total += (ulong)random.Next(3) * (ulong)random.Next(1000);
            Seconds += random.Next(4) / 4.0;
            for (var i = random.Next(5); i > 0; i--)
                _values.Add(random.Next(1, 1 << random.Next(1, 20)));
        }

        public void TellInto(Expected group)
        {
            group.Total += Total - _told;
            group.Seconds += Seconds - _toldSeconds;
            group.Values.AddRange(_values.Skip(_toldValues));
            (_told, _toldSeconds, _toldValues) = (Total, Seconds, _values.Count);
        }

        /// <summary>As any program would write it.</summary>
        public byte[] Cell(ColumnType type)
        {
            var totals = _values.Count == 0 ? HistogramTotals.Empty : new HistogramTotals((ulong)_values.Count, _values.Sum(), _values.Min(), _values.Max());
            for (var scale = ExponentialBucket.MaxScale; ; scale--)
            {
                var buckets = Count(_values, type, scale);
                var first = type.Bounds.IsEmpty && buckets.Count > 0 ? buckets.Keys.First() : 0;
                var length = !type.Bounds.IsEmpty ? type.Bounds.Length + 1 : buckets.Count > 0 ? buckets.Keys.Last() - first + 1 : 0;
                if (length > HistogramMerge.MaxBuckets)
                    continue;
                var counts = new ulong[length];
                foreach (var (bucket, count) in buckets)
                    counts[bucket - first] = count;
                var cell = new byte[HistogramCell.SizeOf(length)];
                HistogramCell.Write(cell, totals, counts, type.Bounds.IsEmpty ? scale : 0, first);
                return cell;
            }
        }
    }
}
