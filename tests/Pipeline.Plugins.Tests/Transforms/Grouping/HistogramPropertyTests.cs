using System.Numerics;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Transforms.Histogram;
using Xunit;

namespace Pipeline.Plugins.Tests.Transforms.Grouping;

/// <summary>Histograms of random rows beside those that a plain loop makes.</summary>
public sealed class HistogramPropertyTests
{
    private const int Cases = 400;

    private static readonly string[] Values = ["i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "f"];

    private static readonly (string Option, double[]? Bounds, bool TakesNegative)[] Buckets =
    [
        ("exp2", [.. Enumerable.Range(0, 28).Select(i => Math.ScaleB(1, i))], false),
        ("exp2(0.5, 4)", [0.5, 1, 2, 4], false),
        ("linear(-4, 2, 5)", [-4, -2, 0, 2, 4], true),
        ("linear(0, 1, 300)", [.. Enumerable.Range(0, 300).Select(i => (double)i)], true),
        ("explicit(-1, 0, 3, 1e19)", [-1, 0, 3, 1e19], true),
        ("exponential", null, false),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Random_rows_make_the_histograms_that_a_plain_loop_makes(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < Cases; i++)
        {
            var (option, bounds, takesNegative) = Buckets[random.Next(Buckets.Length)];
            var value = Values[random.Next(Values.Length)];
            var by = GroupedInput.By(random).Except([value]).ToArray();
            var temporality = random.Next(2) == 0 ? Temporality.Delta : Temporality.Cumulative;
            var options = new HistogramOptions { Value = value, By = by, Buckets = option, Temporality = temporality };
            using var run = new GroupedRun(context => new HistogramTransform(options, context), RandomTable.Schema);
            var (groups, dropped) = (new Dictionary<string, List<object>>(), new Dictionary<string, long>());
            for (var interval = 0; interval < 3; interval++)
            {
                for (var batches = random.Next(3); batches > 0; batches--)
                {
                    var table = new RandomTable(random, random.Next(1, 200));
                    run.Process(GroupedInput.Batch(table, run.Emitter.Arena, random));
                    for (var row = 0; row < table.Rows; row++)
                        Take(GroupedInput.Key(table, by, row), table.Cells[RandomTable.Schema.Ordinal(value)][row]);
                }

                var name = $"seed {seed}, case {i}, {value} by {string.Join(',', by)} in {option}, {temporality}, interval {interval}";
                var seen = run.Flush().ToDictionary(row => row.Key, row => row.Histogram(value).ToString());
                var expected = groups.ToDictionary(g => g.Key, g => Expected(g.Value, bounds).ToString());
                Assert.True(expected.Count == seen.Count && expected.All(e => seen.GetValueOrDefault(e.Key) == e.Value), $"{name}\n{Show(expected)}\nbut\n{Show(seen)}");
                Assert.Equal(dropped.OrderBy(d => d.Key), run.Emitter.Tally.Dropped.OrderBy(d => d.Key));
                if (temporality == Temporality.Delta)
                    groups.Clear();
            }

            void Take(string key, object cell)
            {
                var number = AsDouble(cell);
                var reason = double.IsNaN(number) ? "not_a_number" : double.IsInfinity(number) ? "infinite" : number < 0 && !takesNegative ? "negative" : null;
                if (reason is not null)
                    dropped[reason] = dropped.GetValueOrDefault(reason) + 1;
                else if (groups.TryGetValue(key, out var list))
                    list.Add(cell);
                else
                    groups.Add(key, [cell]);
            }
        }
    }

    [Fact]
    public void Values_of_any_size_find_the_finest_scale_that_holds_them()
    {
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            var spread = random.Next(1, 2000);
            var middle = random.Next(-1000, 1000);
            double[] values = [.. Enumerable.Range(0, random.Next(1, 300)).Select(_ => Any(random, middle, spread))];
            using var run = OfDoubles("exponential");
            run.Process(Doubles(run.Emitter.Arena, values));
            Assert.Equal(Expected([.. values.Select(v => (object)v)], null).ToString(), Assert.Single(run.Flush()).Histogram("value").ToString());
        }

        static double Any(Random random, int middle, int spread)
        {
            var value = Math.ScaleB(1 + random.NextDouble(), Math.Clamp(middle + random.Next(spread) - spread / 2, -1080, 1023));
            return random.Next(20) == 0 ? 0 : double.IsInfinity(value) ? double.MaxValue : value;
        }
    }

    [Fact]
    public void Sums_of_integers_are_exact_where_floats_would_round()
    {
        var table = new TableSchema("t", TableKind.Event, [new("n", ColumnType.I64)]);
        var values = Enumerable.Range(0, 1000).Select(i => (long)i + (1L << 52)).Concat(Enumerable.Repeat(-(1L << 52), 1000)).ToArray();
        using var run = new GroupedRun(context => new HistogramTransform(new HistogramOptions { Value = "n", Buckets = "explicit(0)" }, context), table);
        run.Process(ScatteredBatch.Make(table, [[.. values.Select(v => (object)(Int128)v)]], values.Length, run.Emitter.Arena, new Random(1)));
        var totals = Assert.Single(run.Flush()).Histogram("n").Totals;
        Assert.Equal((double)values.Aggregate(BigInteger.Zero, (sum, v) => sum + v), totals.Sum);
        Assert.Equal((2000ul, (double)-(1L << 52), (double)((1L << 52) + 999)), (totals.Count, totals.Min, totals.Max));
    }

    internal static GroupedRun OfDoubles(string buckets) =>
        new(context => new HistogramTransform(new HistogramOptions { Value = "value", Buckets = buckets }, context), DoubleTable);

    internal static TableSchema DoubleTable { get; } = new("t", TableKind.Event, [new("value", ColumnType.F64)]);

    internal static RecordBatch Doubles(Arena arena, double[] values) =>
        ScatteredBatch.Make(DoubleTable, [[.. values.Select(v => (object)v)]], values.Length, arena, new Random(values.Length));

    /// <summary>The oracle: one value after the other, each compared with each bound.</summary>
    private static Distribution Expected(List<object> cells, double[]? bounds)
    {
        var values = cells.ConvertAll(AsDouble);
        var sum = cells.Aggregate(Int128.Zero, (a, cell) => cell is Int128 integer ? a + integer : a);
        var totals = new HistogramTotals((ulong)values.Count, (double)sum, values.Min(), values.Max());
        if (cells[0] is double)
            foreach (var value in values)
                totals = totals with { Sum = totals.Sum + value };
        if (bounds is not null)
            return new Distribution(totals, 0, 0, Count(values.Select(v => bounds.Count(b => v > b))));
        var positive = values.Where(v => v > 0).ToList();
        for (var scale = ExponentialBucket.MaxScale; ; scale--)
        {
            var buckets = Count(positive.Select(v => ExponentialBucket.IndexOf(v, scale)));
            if (buckets.Count == 0 || buckets.Keys.Last() - buckets.Keys.First() < HistogramMerge.MaxBuckets)
                return new Distribution(totals, scale, (ulong)(values.Count - positive.Count), buckets);
        }
    }

    private static double AsDouble(object cell) => cell is Int128 integer ? (double)integer : (double)cell;

    private static SortedDictionary<int, ulong> Count(IEnumerable<int> buckets)
    {
        var counts = new SortedDictionary<int, ulong>();
        foreach (var bucket in buckets)
            counts[bucket] = counts.GetValueOrDefault(bucket) + 1;
        return counts;
    }

    private static string Show(Dictionary<string, string> groups) => string.Join('\n', groups.OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"  {g.Key}: {g.Value}"));
}
