namespace Pipeline.Plugins.Tests.Support;

/// <summary>A histogram cell, copied: counts by bucket, without those that are zero.</summary>
internal sealed record Distribution(HistogramTotals Totals, int Scale, ulong Zeros, SortedDictionary<int, ulong> Buckets)
{
    public static Distribution Of(ReadOnlySpan<byte> cell, ColumnType type)
    {
        if (!HistogramCell.TryRead(cell, type, out var histogram))
            throw new ArgumentException("no histogram");
        var buckets = new SortedDictionary<int, ulong>();
        for (var i = 0; i < histogram.Counts.Length; i++)
            if (histogram.Counts[i] > 0)
                buckets[histogram.Offset + i] = histogram.Counts[i];
        return new Distribution(histogram.Totals, histogram.Scale, histogram.ZeroCount, buckets);
    }

    /// <summary>All of it as text, for comparison.</summary>
    public override string ToString() =>
        $"count {Totals.Count} sum {Totals.Sum:R} min {Totals.Min:R} max {Totals.Max:R} scale {Scale} zeros {Zeros} {string.Join(' ', Buckets.Select(b => $"{b.Key}:{b.Value}"))}";
}
