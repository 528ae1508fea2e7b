namespace Pipeline.Grouping;

/// <summary>Tells instances of one component apart, those of several workers too: each run of sequence numbers has an epoch of its own.</summary>
internal static class Epochs
{
    private static long _last;

    /// <summary>The time in Unix nanoseconds.</summary>
    public static long Now(TimeProvider time) => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>As <see cref="Now"/>, and later than each before.</summary>
    public static long Next(TimeProvider time)
    {
        var now = Now(time);
        for (var last = Volatile.Read(ref _last); ; last = Volatile.Read(ref _last))
        {
            var next = Math.Max(now, last + 1);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
                return next;
        }
    }
}
