namespace Pipeline.Plugins.Tests.Support;

/// <summary>The system's clock on a wall somewhere else.</summary>
internal sealed class ClockIn(TimeZoneInfo zone) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => zone;
}
