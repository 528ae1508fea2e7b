namespace Pipeline.Metrics.Store;

/// <summary>Tells when a series is over.</summary>
internal sealed class SeriesClock(TimeProvider time, TimeSpan expire)
{
    private readonly long _expire = (long)(expire.TotalSeconds * time.TimestampFrequency);

    /// <summary>Now, in ticks of the clock.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>Now, in Unix nanoseconds.</summary>
    public long UnixNow => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>A duration in ticks of the clock.</summary>
    public long Ticks(TimeSpan duration) => (long)(duration.TotalSeconds * time.TimestampFrequency);

    /// <summary>Whether a series that was updated then is to go.</summary>
    public bool IsOver(long updated, long now) => now - updated > _expire;
}
