using Pipeline.Plugins.Tests.Support;
using Xunit;

namespace Pipeline.Plugins.Tests.Transforms;

public sealed class FilterPropertyTests
{
    private const int Conditions = 4_000;

    private static readonly int[] Sizes = [1, 3, 4, 5, 7, 8, 31, 32, 33, 63, 64, 65, 127, 128, 129, 200];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Random_conditions_keep_the_rows_that_a_naive_reading_keeps(int seed)
    {
        var random = new Random(seed);
        var (some, all, none) = (0, 0, 0);
        for (var i = 0; i < Conditions; i++)
        {
            var table = new RandomTable(random, Sizes[random.Next(Sizes.Length)]);
            var condition = new RandomCondition(table, random).Condition(random.Next(4));
            using var emitter = new CollectingEmitter();
            var batch = ScatteredBatch.Make(RandomTable.Schema, table.Cells, table.Rows, emitter.Arena, random);
            FilterSample.Bind(condition.Text, RandomTable.Schema).Process(batch, emitter);
            batch.Release();

            var kept = emitter.Batches.SelectMany(b => Enumerable.Range(0, b.Rows).Select(r => (int)b.Sequence(r))).ToList();
            var expected = Enumerable.Range(0, table.Rows).Where(condition.Value).ToList();
            Assert.True(
                expected.SequenceEqual(kept),
                $"seed {seed}, condition {i}: {condition.Text}\nexpected {string.Join(' ', expected)}\nkept     {string.Join(' ', kept)}");
            Assert.Equal(table.Rows - kept.Count, emitter.Tally.Filtered);
            (some, all, none) = kept.Count == 0 ? (some, all, none + 1) : kept.Count == table.Rows ? (some, all + 1, none) : (some + 1, all, none);
        }

        // The test would prove little if random conditions were mostly trivial.
        Assert.InRange(some, Conditions / 3, Conditions);
        Assert.InRange(all, 1, Conditions);
        Assert.InRange(none, 1, Conditions);
    }
}
