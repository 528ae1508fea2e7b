namespace Pipeline;

/// <summary>
/// The buckets of an exponential histogram as OpenTelemetry defines them: bucket i of a scale holds (base^i, base^(i+1)] with base = 2^(2^-scale), so that
/// two neighbours, the first even, are one bucket of the scale below.
/// </summary>
public static class ExponentialBucket
{
    /// <summary>The finest scale: its indices just fit 32 bits.</summary>
    public const int MaxScale = 20;

    /// <summary>The coarsest scale: three buckets hold every double &gt; 0.</summary>
    public const int MinScale = -10;

    /// <summary>The bucket that holds <paramref name="value"/>, which must be finite and &gt; 0.</summary>
    /// <remarks>Exact at powers of two and for scales up to 0; elsewhere a value within a few ulp of a bound may be told from its neighbour.</remarks>
    public static int IndexOf(double value, int scale)
    {
        if (!(value > 0) || double.IsInfinity(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "only finite values above zero have an exponential bucket");
        CheckScale(scale);
        var exponent = Math.ILogB(value);
        var fraction = Math.ScaleB(value, -exponent);
        // A power of two ends the bucket below it; of the others the fraction lies strictly between 1 and 2.
        if (fraction == 1)
            return scale >= 0 ? (exponent << scale) - 1 : (exponent - 1) >> -scale;
        if (scale <= 0)
            return exponent >> -scale;
        var steps = 1 << scale;
        var within = (int)Math.Ceiling(Math.Log2(fraction) * steps) - 1;
        return (exponent << scale) + Math.Clamp(within, 0, steps - 1);
    }

    /// <summary>The exclusive lower bound of a bucket; the upper one is that of the next. Infinite or zero beyond what a double can be.</summary>
    public static double LowerBound(int index, int scale)
    {
        CheckScale(scale);
        if (scale <= 0)
            return Math.ScaleB(1, (int)Math.Clamp((long)index << -scale, -2000, 2000));
        // The whole part of the exponent is exact; only the rest is computed.
        var rest = (double)(index & ((1 << scale) - 1)) / (1 << scale);
        return Math.ScaleB(Math.Pow(2, rest), index >> scale);
    }

    /// <summary>Whether buckets of a cell can hold doubles.</summary>
    internal static bool Exist(int scale, int offset, int buckets)
    {
        if (scale is < MinScale or > MaxScale)
            return false;
        // 2^-1074 is the least double, 2^1024 bounds the greatest.
        var first = scale >= 0 ? (-1074L << scale) - 1 : -1075L >> -scale;
        var last = scale >= 0 ? (1024L << scale) - 1 : 1023L >> -scale;
        return buckets == 0 || (offset >= first && (long)offset + buckets - 1 <= last);
    }

    private static void CheckScale(int scale)
    {
        if (scale is < MinScale or > MaxScale)
            throw new ArgumentOutOfRangeException(nameof(scale), scale, $"a scale is {MinScale} to {MaxScale}");
    }
}
