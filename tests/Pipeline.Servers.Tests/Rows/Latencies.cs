namespace Pipeline.Servers.Tests.Rows;

/// <summary>Latencies of one observer against another's.</summary>
internal static class Latencies
{
    private const int Stretch = 20;

    /// <summary>
    /// The median of how far they are apart, either way, in nanoseconds; of the same requests in the same order. A packet is seen before the call that waits for it
    /// returns, later still where something else has the processor: so it is the least median of stretches of twenty requests.
    /// </summary>
    internal static long MedianDifference(IEnumerable<long> witnessed, IEnumerable<long> rows)
    {
        long[] differences = [.. witnessed.Zip(rows, (w, r) => Math.Abs(w - r))];
        return differences.Chunk(Stretch).Where(c => c.Length == Stretch).Min(Median);
    }

    private static long Median(long[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
