namespace Pipeline.Abstractions.Tests;

/// <summary>Values and the scale they are counted at: the plain truth about an exponential histogram.</summary>
internal sealed record ExponentialPart(int Scale, double[] Values)
{
    /// <summary>Values close together, far apart or none; whole numbers or powers of two, so that sums are exact in any order.</summary>
    public static ExponentialPart Any(Random random)
    {
        var wide = random.Next(3) == 0;
        var values = Enumerable.Range(0, random.Next(4) * random.Next(20)).Select(
            _ => random.Next(10) == 0 ? 0 : wide ? Math.ScaleB(1, random.Next(-20, 20)) : 1000 + random.Next(1 << random.Next(1, 12)));
        return new ExponentialPart(random.Next(-3, 12), [.. values]);
    }

    public SortedDictionary<int, ulong> Buckets(int scale)
    {
        var buckets = new SortedDictionary<int, ulong>();
        foreach (var value in Values)
            if (value > 0)
            {
                var index = ExponentialBucket.IndexOf(value, Scale) >> (Scale - scale);
                buckets[index] = buckets.GetValueOrDefault(index) + 1;
            }

        return buckets;
    }

    public byte[] Cell()
    {
        var buckets = Buckets(Scale);
        var offset = buckets.Count == 0 ? 0 : buckets.Keys.First();
        var counts = new ulong[buckets.Count == 0 ? 0 : buckets.Keys.Last() - offset + 1];
        foreach (var (index, count) in buckets)
            counts[index - offset] = count;
        var cell = new byte[HistogramCell.SizeOf(counts.Length)];
        var totals = Values.Length == 0 ? HistogramTotals.Empty : new HistogramTotals((ulong)Values.Length, Values.Sum(), Values.Min(), Values.Max());
        HistogramCell.Write(cell, totals, counts, Scale, offset, (ulong)Values.Count(v => v == 0));
        return cell;
    }

    /// <summary>The finest common scale at which all values fit, and their buckets there.</summary>
    public static (int Scale, SortedDictionary<int, ulong> Buckets) Expected(List<ExponentialPart> parts)
    {
        for (var scale = parts.Select(p => p.Scale).DefaultIfEmpty(ExponentialBucket.MaxScale).Min(); ; scale--)
        {
            var all = new SortedDictionary<int, ulong>();
            foreach (var (index, count) in parts.SelectMany(p => p.Buckets(scale)))
                all[index] = all.GetValueOrDefault(index) + count;
            if (all.Count == 0 || all.Keys.Last() - all.Keys.First() < HistogramMerge.MaxBuckets)
                return (scale, all);
        }
    }
}
