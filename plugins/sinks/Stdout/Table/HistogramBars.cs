namespace Pipeline.Sinks.Stdout.Table;

/// <summary>
/// A histogram's buckets below its row, one a line: bounds, count, bar. Empty buckets before the first value and behind the last are left out.
/// </summary>
internal sealed class HistogramBars(int ordinal, ColumnType type, UnitScale? scale)
{
    private readonly double _factor = scale?.Factor ?? 1;

    public void Write(ByteBuffer output, RecordBatch batch, int row, int limit)
    {
        if (!HistogramCell.TryRead(batch.Cell(ordinal, row), type, out var histogram))
            return;
        var counts = histogram.Counts;
        var first = counts.IndexOfAnyExcept(0ul);
        var last = counts.LastIndexOfAnyExcept(0ul);
        var most = histogram.ZeroCount;
        foreach (var count in counts)
            most = Math.Max(most, count);
        var line = new HistogramBarLine(limit, most);
        if (histogram.ZeroCount > 0)
            line.Write(output, 0, 0, histogram.ZeroCount);
        for (var i = first; i >= 0 && i <= last; i++)
            line.Write(output, LowerBound(histogram, i) * _factor, LowerBound(histogram, i + 1) * _factor, counts[i]);
    }

    private double LowerBound(in HistogramCell histogram, int bucket)
    {
        if (!histogram.IsExplicit)
            return ExponentialBucket.LowerBound(histogram.Offset + bucket, histogram.Scale);
        // Most quantities are never below zero, and a range from -Inf would be read as if this one were.
        if (bucket == 0)
            return type.Bounds[0] > 0 ? 0 : double.NegativeInfinity;
        return bucket <= type.Bounds.Length ? type.Bounds[bucket - 1] : double.PositiveInfinity;
    }
}
