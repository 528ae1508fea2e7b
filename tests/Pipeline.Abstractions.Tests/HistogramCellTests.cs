namespace Pipeline.Abstractions.Tests;

public sealed class HistogramCellTests
{
    private static readonly ColumnType Explicit = ColumnType.ExplicitHistogram([1, 10]);

    [Fact]
    public void A_cell_reads_as_it_was_written() => Cases.Run(500, random =>
    {
        var counts = Enumerable.Range(0, random.Next(200)).Select(_ => (ulong)random.NextInt64()).ToArray();
        var totals = new HistogramTotals((ulong)random.NextInt64(), random.NextDouble(), random.NextDouble(), random.NextDouble());
        var cell = new byte[HistogramCell.SizeOf(counts.Length)];
        HistogramCell.Write(cell, totals, counts, scale: 5, offset: -77, zeroCount: 3);
        Assert.True(HistogramCell.TryRead(cell, ColumnType.ExponentialHistogram, out var read));
        Assert.Equal(totals, read.Totals);
        Assert.Equal((5, -77, 3ul), (read.Scale, read.Offset, read.ZeroCount));
        Assert.Equal(counts, read.Counts.ToArray());
        Assert.False(read.IsExplicit);
    });

    [Fact]
    public void The_layout_is_as_documented()
    {
        var cell = new byte[HistogramCell.SizeOf(1)];
        HistogramCell.Write(cell, new HistogramTotals(1, 2, 3, 4), [9], scale: 5, offset: 6, zeroCount: 7);
        Assert.Equal(60, cell.Length);
        Assert.Equal(1ul, BitConverter.ToUInt64(cell, 0));
        Assert.Equal((2.0, 3.0, 4.0), (BitConverter.ToDouble(cell, 8), BitConverter.ToDouble(cell, 16), BitConverter.ToDouble(cell, 24)));
        Assert.Equal((5, 6), (BitConverter.ToInt32(cell, 32), BitConverter.ToInt32(cell, 36)));
        Assert.Equal(7ul, BitConverter.ToUInt64(cell, 40));
        Assert.Equal(1, BitConverter.ToInt32(cell, 48));
        Assert.Equal(9ul, BitConverter.ToUInt64(cell, 52));
    }

    [Fact]
    public void A_cell_with_other_than_one_count_a_bound_and_one_more_is_none()
    {
        for (var buckets = 0; buckets < 6; buckets++)
        {
            var cell = new byte[HistogramCell.SizeOf(buckets)];
            HistogramCell.Write(cell, HistogramTotals.Empty, new ulong[buckets]);
            Assert.Equal(buckets == 3, HistogramCell.TryRead(cell, Explicit, out _));
            Assert.False(HistogramCell.TryRead(cell, ColumnType.Bytes, out _));
        }
    }

    [Theory]
    [InlineData(0, -1075, 2099, true)]
    [InlineData(0, -1076, 1, false)]
    [InlineData(0, 1024, 1, false)]
    [InlineData(0, -1075, 2100, false)]
    [InlineData(-10, -2, 3, true)]
    [InlineData(-10, -3, 1, false)]
    [InlineData(-10, 1, 1, false)]
    [InlineData(20, (1 << 30) - 1, 1, true)]
    [InlineData(20, 1 << 30, 1, false)]
    [InlineData(20, int.MaxValue, 9, false)]
    [InlineData(20, int.MinValue, 9, false)]
    [InlineData(21, 0, 1, false)]
    [InlineData(-11, 0, 1, false)]
    [InlineData(3, int.MaxValue, 0, true)]
    public void Buckets_beyond_what_a_double_can_be_are_no_cell(int scale, int offset, int buckets, bool isCell)
    {
        var cell = new byte[HistogramCell.SizeOf(buckets)];
        HistogramCell.Write(cell, HistogramTotals.Empty, new ulong[buckets], scale, offset);
        Assert.Equal(isCell, HistogramCell.TryRead(cell, ColumnType.ExponentialHistogram, out _));
    }

    [Fact]
    public void Cut_cells_and_garbage_are_no_cell_or_lie_inside_their_bytes() => Cases.Run(20_000, random =>
    {
        var cell = random.Bytes(random.Next(120));
        if (cell.Length >= 52)
        {
            BitConverter.TryWriteBytes(cell.AsSpan(48), random.Next(2) == 0 ? random.Next(-1, 12) : random.Next());
            BitConverter.TryWriteBytes(cell.AsSpan(32), random.Next(-12, 22));
            BitConverter.TryWriteBytes(cell.AsSpan(36), random.Next(-10, 10));
        }

        if (HistogramCell.TryRead(cell, ColumnType.ExponentialHistogram, out var read))
            Assert.True(HistogramCell.SizeOf(read.Counts.Length) <= cell.Length);
        if (HistogramCell.TryRead(cell, Explicit, out var three))
            Assert.Equal(3, three.Counts.Length);
    });

    [Fact]
    public void A_cell_never_set_is_none() => Assert.False(HistogramCell.TryRead([], Explicit, out _));

    [Fact]
    public void A_destination_too_short_is_refused() =>
        Assert.Throws<ArgumentException>(() => HistogramCell.Write(new byte[59], HistogramTotals.Empty, [1]));
}
