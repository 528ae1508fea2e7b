namespace Pipeline.Plugins.Tests.Support;

/// <summary>What something takes from the managed heap, on this thread.</summary>
internal static class Allocated
{
    private const int Times = 10;

    /// <summary>
    /// Bytes that doing it takes: the least of many times. Code that is compiled anew, and pools that the collector has emptied, are now and then booked on
    /// whoever comes by; what it takes itself, it takes each time.
    /// </summary>
    internal static long By(Action action)
    {
        var least = long.MaxValue;
        for (var i = 0; i < Times; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
