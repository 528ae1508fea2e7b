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

    /// <inheritdoc cref="Latencies.MedianDifference"/>
    internal static long MedianDifference(IReadOnlyCollection<Exchange> witnessed, IReadOnlyCollection<Exchange> rows)
    {
        var ours = ByPort(rows);
        var place = new Dictionary<int, int>();
        var same = witnessed.Select(w => (First: w, Second: ours[w.Port][place[w.Port] = place.TryGetValue(w.Port, out var last) ? last + 1 : 0])).ToArray();
        return Latencies.MedianDifference(same.Select(s => s.First.Latency), same.Select(s => s.Second.Latency));
    }

    private static Dictionary<int, Exchange[]> ByPort(IEnumerable<Exchange> exchanges) => exchanges.GroupBy(e => e.Port).ToDictionary(g => g.Key, g => g.ToArray());
}
