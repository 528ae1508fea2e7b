namespace Pipeline.Transforms.Aggregate.Series;

/// <summary>What was counted between two readings of a histogram that only grows.</summary>
internal static class HistogramDifference
{
    /// <summary>Writes the difference; false where there is no earlier reading, or the later one is not that grown.</summary>
    /// <param name="later">A cell.</param>
    /// <param name="earlier">A cell before it, or nothing.</param>
    /// <param name="type">Their column's type.</param>
    /// <param name="difference">Room for a cell as large as <paramref name="later"/>.</param>
    public static bool TryWrite(ReadOnlySpan<byte> later, ReadOnlySpan<byte> earlier, ColumnType type, Span<byte> difference)
    {
        if (!HistogramCell.TryRead(later, type, out var now) || !HistogramCell.TryRead(earlier, type, out var before))
            return false;
        // A histogram becomes coarser as it grows, never finer.
        var coarser = before.Scale - now.Scale;
        if (coarser < 0 || now.ZeroCount < before.ZeroCount || now.Totals.Count < before.Totals.Count)
            return false;
        Span<ulong> counts = stackalloc ulong[now.Counts.Length];
        now.Counts.CopyTo(counts);
        for (var i = 0; i < before.Counts.Length; i++)
        {
            if (before.Counts[i] == 0)
                continue;
            var bucket = ((before.Offset + i) >> coarser) - now.Offset;
            if ((uint)bucket >= counts.Length || counts[bucket] < before.Counts[i])
                return false;
            counts[bucket] -= before.Counts[i];
        }

        // Of the values between, neither the least nor the greatest is known.
        var totals = new HistogramTotals(now.Totals.Count - before.Totals.Count, now.Totals.Sum - before.Totals.Sum, double.NaN, double.NaN);
        HistogramCell.Write(difference, totals, counts, now.Scale, now.Offset, now.ZeroCount - before.ZeroCount);
        return true;
    }
}
