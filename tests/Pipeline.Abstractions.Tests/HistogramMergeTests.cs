namespace Pipeline.Abstractions.Tests;

public sealed class HistogramMergeTests
{
    [Fact]
    public void Explicit_histograms_add_bucket_by_bucket_whatever_their_number() => Cases.Run(500, random =>
    {
        var buckets = random.Next(2, 70);
        var type = ColumnType.ExplicitHistogram([.. Enumerable.Range(0, buckets - 1).Select(i => (double)i)]);
        var parts = Enumerable.Range(0, random.Next(6)).Select(_ => Enumerable.Range(0, buckets).Select(_ => (ulong)random.Next(1000)).ToArray()).ToList();
        var sum = Sum(type, [.. parts.Select(counts => Cell(new(counts.Aggregate((a, b) => a + b), 1, 1, 1), counts))]);
        Assert.True(HistogramCell.TryRead(sum, type, out var read));
        Assert.Equal(Enumerable.Range(0, buckets).Select(i => parts.Aggregate(0ul, (all, counts) => all + counts[i])), read.Counts.ToArray());
        Assert.Equal(read.Counts.ToArray().Aggregate((a, b) => a + b), read.Totals.Count);
    });

    [Fact]
    public void Exponential_histograms_add_up_to_what_their_values_make() => Cases.Run(2_000, random =>
    {
        var parts = RandomParts(random);
        var sum = Sum(ColumnType.ExponentialHistogram, [.. parts.Select(p => p.Cell())]);
        Assert.True(HistogramCell.TryRead(sum, ColumnType.ExponentialHistogram, out var read));

        var (scale, expected) = ExponentialPart.Expected(parts);
        Assert.Equal(scale, read.Scale);
        Assert.Equal(expected, Buckets(read));
        Assert.InRange(read.Counts.Length, 0, HistogramMerge.MaxBuckets);
        var values = parts.SelectMany(p => p.Values).ToList();
        Assert.Equal((ulong)values.Count(v => v == 0), read.ZeroCount);
        Assert.Equal((ulong)values.Count, read.Totals.Count);
        Assert.Equal(values.Sum(), read.Totals.Sum);
        Assert.Equal(values.DefaultIfEmpty(double.NaN).Min(), read.Totals.Min);
        Assert.Equal(values.DefaultIfEmpty(double.NaN).Max(), read.Totals.Max);
        foreach (var value in values.Where(v => v > 0))
            Assert.True(expected.ContainsKey(ExponentialBucket.IndexOf(value, read.Scale)), $"no bucket for {value:R}");
    });

    [Fact]
    public void The_order_of_exponential_histograms_does_not_matter_to_a_byte() => Cases.Run(2_000, random =>
    {
        var cells = RandomParts(random).Select(p => p.Cell()).ToArray();
        var shuffled = cells.ToArray();
        random.Shuffle(shuffled);
        var expected = Sum(ColumnType.ExponentialHistogram, cells);
        Assert.Equal(expected, Sum(ColumnType.ExponentialHistogram, shuffled));
        // In groups: what each makes is merged again.
        var cut = random.Next(cells.Length + 1);
        Assert.Equal(
            expected,
            Sum(ColumnType.ExponentialHistogram, Sum(ColumnType.ExponentialHistogram, cells[..cut]), Sum(ColumnType.ExponentialHistogram, cells[cut..])));
    });

    [Fact]
    public void Empty_buckets_at_either_end_neither_widen_the_result_nor_lower_its_scale()
    {
        var counts = new ulong[1000];
        (counts[400], counts[401]) = (3, 4);
        var sum = Sum(ColumnType.ExponentialHistogram, Cell(new(7, 7, 1, 1), counts, scale: 6, offset: -450));
        Assert.True(HistogramCell.TryRead(sum, ColumnType.ExponentialHistogram, out var read));
        Assert.Equal((6, -50), (read.Scale, read.Offset));
        Assert.Equal([3ul, 4ul], read.Counts.ToArray());
    }

    [Fact]
    public void The_widest_values_there_are_fit_and_keep_their_count()
    {
        var sum = Sum(
            ColumnType.ExponentialHistogram, new ExponentialPart(20, [double.Epsilon]).Cell(), new ExponentialPart(20, [double.MaxValue]).Cell());
        Assert.True(HistogramCell.TryRead(sum, ColumnType.ExponentialHistogram, out var read));
        Assert.Equal(-4, read.Scale);
        Assert.Equal(2ul, read.Counts.ToArray().Aggregate((a, b) => a + b));
    }

    [Fact]
    public void A_target_of_another_type_or_size_is_refused()
    {
        var three = ColumnType.ExplicitHistogram([1, 2]);
        var four = ColumnType.ExplicitHistogram([1, 2, 3]);
        var target = new byte[HistogramMerge.TargetSize(three)];
        HistogramMerge.Begin(target, three);
        var before = target.ToArray();
        Assert.Throws<ArgumentException>(() => AddTo(target, Cell(HistogramTotals.Empty, [1, 2, 3, 4]), four));
        Assert.Throws<ArgumentException>(() => AddTo(target, new ExponentialPart(0, [1]).Cell(), ColumnType.ExponentialHistogram));
        Assert.Equal(before, target);
        Assert.Throws<ArgumentException>(() => HistogramMerge.Begin(new byte[10], three));
        Assert.Throws<ArgumentException>(() => HistogramMerge.Begin(new byte[100], ColumnType.ExponentialHistogram));
    }

    private static List<ExponentialPart> RandomParts(Random random) =>
        [.. Enumerable.Range(0, random.Next(6)).Select(_ => ExponentialPart.Any(random))];

    private static SortedDictionary<int, ulong> Buckets(HistogramCell cell)
    {
        var buckets = new SortedDictionary<int, ulong>();
        for (var i = 0; i < cell.Counts.Length; i++)
            if (cell.Counts[i] > 0)
                buckets[cell.Offset + i] = cell.Counts[i];
        return buckets;
    }

    private static byte[] Cell(HistogramTotals totals, ulong[] counts, int scale = 0, int offset = 0)
    {
        var cell = new byte[HistogramCell.SizeOf(counts.Length)];
        HistogramCell.Write(cell, totals, counts, scale, offset);
        return cell;
    }

    private static byte[] Sum(ColumnType type, params byte[][] cells)
    {
        var target = new byte[HistogramMerge.TargetSize(type)];
        var size = HistogramMerge.Begin(target, type);
        foreach (var cell in cells)
            size = AddTo(target, cell, type);
        return target[..size];
    }

    private static int AddTo(byte[] target, byte[] cell, ColumnType type)
    {
        Assert.True(HistogramCell.TryRead(cell, type, out var histogram));
        return HistogramMerge.Add(target, histogram);
    }
}
