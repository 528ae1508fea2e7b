namespace Pipeline.Sinks.Stdout.Views;

/// <summary>The values that a running histogram gained between two readings. Minimum and maximum of a part are not to be had from those of the whole.</summary>
internal sealed class HistogramDifference(ColumnType type)
{
    private byte[] _cell = [];
    private ulong[] _counts = [];

    /// <summary>False when the histogram began anew in between: it has fewer values somewhere than it had. The difference is valid until the next call.</summary>
    public bool TryTake(in HistogramCell now, in HistogramCell before, out HistogramCell difference)
    {
        difference = default;
        if (now.Totals.Count < before.Totals.Count || now.ZeroCount < before.ZeroCount)
            return false;
        var scale = Math.Min(now.Scale, before.Scale);
        var offset = First(now, scale);
        var buckets = Last(now, scale) - offset + 1;
        if (now.IsExplicit)
            (scale, offset, buckets) = (0, 0, now.Counts.Length);
        if (_counts.Length < buckets)
            _counts = new ulong[buckets];
        var counts = _counts.AsSpan(0, buckets);
        counts.Clear();
        for (var i = 0; i < now.Counts.Length; i++)
            counts[Place(now, i, scale) - offset] += now.Counts[i];
        for (var i = 0; i < before.Counts.Length; i++)
        {
            if (before.Counts[i] == 0)
                continue;
            var place = Place(before, i, scale) - offset;
            if (place < 0 || place >= buckets || counts[place] < before.Counts[i])
                return false;
            counts[place] -= before.Counts[i];
        }

        var totals = new HistogramTotals(now.Totals.Count - before.Totals.Count, now.Totals.Sum - before.Totals.Sum, double.NaN, double.NaN);
        var size = HistogramCell.SizeOf(buckets);
        if (_cell.Length < size)
            _cell = new byte[size];
        HistogramCell.Write(_cell, totals, counts, scale, offset, now.ZeroCount - before.ZeroCount);
        return HistogramCell.TryRead(_cell.AsSpan(0, size), type, out difference);
    }

    private static int First(in HistogramCell histogram, int scale) => Place(histogram, 0, scale);

    private static int Last(in HistogramCell histogram, int scale) => histogram.Counts.IsEmpty ? First(histogram, scale) - 1 : Place(histogram, histogram.Counts.Length - 1, scale);

    /// <summary>A bucket's index at a coarser scale; of an explicit histogram its own.</summary>
    private static int Place(in HistogramCell histogram, int bucket, int scale) =>
        histogram.IsExplicit ? bucket : (histogram.Offset + bucket) >> (histogram.Scale - scale);
}
