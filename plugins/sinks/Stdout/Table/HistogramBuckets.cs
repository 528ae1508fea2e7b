namespace Pipeline.Sinks.Stdout.Table;

/// <summary>The buckets of a histogram with their bounds.</summary>
internal readonly ref struct HistogramBuckets(HistogramCell histogram, ColumnType type)
{
    private readonly HistogramCell _histogram = histogram;

    public ReadOnlySpan<ulong> Counts => _histogram.Counts;

    /// <summary>Where a bucket begins; the one before ends there.</summary>
    public double LowerBound(int bucket)
    {
        if (!_histogram.IsExplicit)
            return ExponentialBucket.LowerBound(_histogram.Offset + bucket, _histogram.Scale);
        // Most quantities are never below zero, and a range from -Inf would be read as if this one were.
        if (bucket == 0)
            return type.Bounds[0] > 0 ? 0 : double.NegativeInfinity;
        return bucket <= type.Bounds.Length ? type.Bounds[bucket - 1] : double.PositiveInfinity;
    }
}
