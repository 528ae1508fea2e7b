namespace Pipeline.Plugins.Tests.Support;

/// <summary>The system's clock on a wall somewhere else. What it measures stands still until the test moves it, so that no busy machine comes between two calls.</summary>
internal sealed class ClockIn(TimeZoneInfo zone) : TimeProvider
{
    private TimeSpan _elapsed;

    public override TimeZoneInfo LocalTimeZone => zone;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _elapsed.Ticks;

    public void Advance(TimeSpan time) => _elapsed += time;
}
