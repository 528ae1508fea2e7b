namespace Pipeline.Plugins.Tests.Support;

/// <summary>A clock that stands where the test sets it.</summary>
internal sealed class SetClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch.AddSeconds(1_000);

    /// <summary>How far somebody set the time of day, which no time that passes has to do with.</summary>
    public TimeSpan WasSet { get; set; }

    public long UnixNanoseconds => (Now - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now + WasSet;

    public override long GetTimestamp() => Now.Ticks;
}
