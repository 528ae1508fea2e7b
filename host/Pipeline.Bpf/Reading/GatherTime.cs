namespace Pipeline.Bpf.Reading;

/// <summary>
/// How long to let rows gather before a read: the latency that the user allows, but no longer than the ring takes to fill by a quarter, or a burst to grow beyond
/// what an edge and the caches take at once, at the pace seen of late.
/// </summary>
internal sealed class GatherTime(TimeSpan latency, long ringBytes, TimeProvider clock)
{
    // A quarter of the bytes that wait on an edge by default: the subscriber gets its turn while the next burst gathers.
    private const long LargestBurst = 2 << 20;

    private readonly double _burst = Math.Min(ringBytes / 4, LargestBurst);
    private double _bytesPerSecond;
    private long _since = clock.GetTimestamp();

    internal TimeSpan Next => TimeSpan.FromSeconds(Math.Min(latency.TotalSeconds, _burst / Math.Max(_bytesPerSecond, 1)));

    /// <summary>Tells how many bytes came since the call before.</summary>
    internal void Saw(long bytes)
    {
        var now = clock.GetTimestamp();
        var seconds = clock.GetElapsedTime(_since, now).TotalSeconds;
        _since = now;

        // Quick to believe a burst, slow to forget it: a wait that is too short costs a little, one that is too long costs rows.
        if (seconds > 0)
            _bytesPerSecond = Math.Max(bytes / seconds, _bytesPerSecond / 2);
    }
}
