namespace Pipeline.Servers.Tests.Rows;

/// <summary>Holds what one observer saw against what another one did.</summary>
internal static class Exchanges
{
    /// <summary>The same ones, in the same order on each connection.</summary>
    internal static void AssertSame(IReadOnlyCollection<Exchange> witnessed, IReadOnlyCollection<Exchange> rows)
    {
        var (theirs, ours) = (ByPort(witnessed), ByPort(rows));
        Assert.DoesNotContain(witnessed, w => !ours.ContainsKey(w.Port));
        Assert.DoesNotContain(rows, r => !theirs.ContainsKey(r.Port));
        foreach (var (port, expected) in theirs)
            Assert.Equal(expected, ours[port]);
    }

    /// <summary>The median of how far the rows' latencies are from the witness's, either way, in nanoseconds; of the same exchanges.</summary>
    internal static long MedianDifference(IReadOnlyCollection<Exchange> witnessed, IReadOnlyCollection<Exchange> rows)
    {
        var ours = ByPort(rows);
        var same = ByPort(witnessed).SelectMany(c => c.Value.Zip(ours[c.Key])).ToArray();
        return Latencies.MedianDifference(same.Select(s => s.First.Latency), same.Select(s => s.Second.Latency));
    }

    private static Dictionary<int, Exchange[]> ByPort(IEnumerable<Exchange> exchanges) => exchanges.GroupBy(e => e.Port).ToDictionary(g => g.Key, g => g.ToArray());
}
