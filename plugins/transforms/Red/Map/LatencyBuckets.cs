using System.Numerics;

namespace Pipeline.Transforms.Red.Map;

/// <summary>Buckets from a microsecond to two minutes, eight to each doubling, so that a quantile is off by a sixteenth at most.</summary>
internal static class LatencyBuckets
{
    public const int Count = 1 + Octaves * PerOctave;

    private const int Octaves = 27;
    private const int PerOctave = 1 << PartBits;
    private const int PartBits = 3;
    private const int FirstBit = 10;

    /// <summary>The bucket of a duration in nanoseconds.</summary>
    public static int Of(long nanoseconds)
    {
        if (nanoseconds < 1 << FirstBit)
            return 0;
        var bit = BitOperations.Log2((ulong)nanoseconds);
        var part = (int)(nanoseconds >> (bit - PartBits)) & (PerOctave - 1);
        return Math.Min(Count - 1, 1 + (bit - FirstBit) * PerOctave + part);
    }

    /// <summary>The duration below which a part of all values lies: the middle of its bucket.</summary>
    /// <param name="counts">Values by bucket.</param>
    /// <param name="quantile">The part.</param>
    public static long Quantile(ReadOnlySpan<uint> counts, double quantile)
    {
        ulong all = 0;
        foreach (var count in counts)
            all += count;
        var rank = (ulong)Math.Max(1, Math.Ceiling(quantile * all));
        ulong seen = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            seen += counts[i];
            if (seen >= rank)
                return Middle(i);
        }

        return 0;
    }

    private static long Middle(int bucket)
    {
        if (bucket == 0)
            return 1 << (FirstBit - 1);
        var (octave, part) = Math.DivRem(bucket - 1, PerOctave);
        var width = 1L << (octave + FirstBit - PartBits);
        return (1L << (octave + FirstBit)) + part * width + width / 2;
    }
}
