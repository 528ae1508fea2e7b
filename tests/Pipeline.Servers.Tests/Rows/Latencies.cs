namespace Pipeline.Servers.Tests.Rows;

/// <summary>Latencies of one observer against another's.</summary>
internal static class Latencies
{
    /// <summary>The median of how far they are apart, either way, in nanoseconds; of the same requests in the same order.</summary>
    internal static long MedianDifference(IEnumerable<long> witnessed, IEnumerable<long> rows)
    {
        long[] differences = [.. witnessed.Zip(rows, (w, r) => Math.Abs(w - r)).Order()];
        return differences[differences.Length / 2];
    }
}
