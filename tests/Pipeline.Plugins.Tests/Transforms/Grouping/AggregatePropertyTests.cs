using System.Numerics;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Transforms.Aggregate;
using Xunit;

namespace Pipeline.Plugins.Tests.Transforms.Grouping;

/// <summary>Aggregates of random rows beside those that a plain loop makes.</summary>
public sealed class AggregatePropertyTests
{
    private const int Cases = 300;

    private static readonly string[] Numbers = ["i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "f"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Random_rows_make_the_figures_that_a_plain_loop_makes(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < Cases; i++)
        {
            var number = Numbers[random.Next(Numbers.Length)];
            var by = GroupedInput.By(random);
            var temporality = random.Next(2) == 0 ? Temporality.Delta : Temporality.Cumulative;
            var options = new AggregateOptions
            {
                By = by,
                Temporality = temporality,
                Values = new OptionTable(new Dictionary<string, object>
                {
                    ["rows"] = "count()", ["high"] = "count(u8 > 2)", ["total"] = $"sum({number})", ["least"] = $"min({number})", ["most"] = $"max({number})",
                    ["mean"] = $"avg({number})", ["newest"] = $"last({number})", ["half"] = "max(i8 / 2.0)",
                }),
            };
            using var run = new GroupedRun(context => new AggregateTransform(options, context), RandomTable.Schema);
            var groups = new Dictionary<string, List<(object Number, Int128 U8, Int128 I8)>>();
            for (var interval = 0; interval < 3; interval++)
            {
                for (var batches = random.Next(3); batches > 0; batches--)
                {
                    var table = new RandomTable(random, random.Next(1, 200));
                    run.Process(GroupedInput.Batch(table, run.Emitter.Arena, random));
                    for (var row = 0; row < table.Rows; row++)
                    {
                        var key = GroupedInput.Key(table, by, row);
                        if (!groups.TryGetValue(key, out var rows))
                            groups.Add(key, rows = []);
                        rows.Add((Of(table, number, row), (Int128)Of(table, "u8", row), (Int128)Of(table, "i8", row)));
                    }
                }

                var name = $"seed {seed}, case {i}, {number} by {string.Join(',', by)}, {temporality}, interval {interval}";
                var seen = run.Flush();
                Assert.True(groups.Count == seen.Count && groups.Keys.Order().SequenceEqual(seen.Select(r => r.Key).Order()), name);
                foreach (var row in seen)
                    Check(row, groups[row.Key], name);
                if (temporality == Temporality.Delta)
                    groups.Clear();
            }
        }
    }

    private static void Check(GroupedRow seen, List<(object Number, Int128 U8, Int128 I8)> rows, string name)
    {
        Assert.Equal(rows.Count, seen.Integer("rows"));
        Assert.Equal(rows.Count(r => r.U8 > 2), seen.Integer("high"));
        Assert.Equal(rows.Max(r => (double)r.I8 / 2), seen.Float("half"));
        if (rows[0].Number is Int128)
        {
            BigInteger[] numbers = [.. rows.Select(r => (BigInteger)(Int128)r.Number)];
            var sum = numbers.Aggregate(BigInteger.Add);
            Assert.True(sum == (BigInteger)seen.Integer("total") || IsClamped(sum, seen.Integer("total")), $"{name}: {sum} but {seen.Integer("total")}");
            Assert.Equal(numbers.Min(), (BigInteger)seen.Integer("least"));
            Assert.Equal(numbers.Max(), (BigInteger)seen.Integer("most"));
            Assert.Equal(numbers[^1], (BigInteger)seen.Integer("newest"));
            Assert.Equal((double)(Int128)sum / rows.Count, seen.Float("mean"));
            return;
        }

        double[] finite = [.. rows.Select(r => (double)r.Number).Where(double.IsFinite)];
        var total = finite.Aggregate(0.0, (a, b) => a + b);
        Assert.Equal(total, seen.Float("total"));
        Assert.Equal(total / finite.Length, seen.Float("mean"));
        Assert.Equal(finite.DefaultIfEmpty(double.NaN).Min(), seen.Float("least"));
        Assert.Equal(finite.DefaultIfEmpty(double.NaN).Max(), seen.Float("most"));
        Assert.Equal(finite.DefaultIfEmpty(double.NaN).Last(), seen.Float("newest"));
    }

    private static bool IsClamped(BigInteger sum, Int128 seen) =>
        (sum > ulong.MaxValue && seen == ulong.MaxValue) || (sum > long.MaxValue && seen == long.MaxValue) || (sum < long.MinValue && seen == long.MinValue);

    private static object Of(RandomTable table, string column, int row) => table.Cells[RandomTable.Schema.Ordinal(column)][row];
}
