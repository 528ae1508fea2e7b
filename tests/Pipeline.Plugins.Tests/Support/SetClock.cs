namespace Pipeline.Plugins.Tests.Support;

/// <summary>A clock that stands where the test sets it.</summary>
internal sealed class SetClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch.AddSeconds(1_000);

    public long UnixNanoseconds => (Now - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    public override DateTimeOffset GetUtcNow() => Now;
}
