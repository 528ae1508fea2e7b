namespace Pipeline.Host.Configuration.Toml;

/// <summary>A time of day. Fields rather than TimeOnly, which has neither nanoseconds nor a leap second.</summary>
internal sealed class TomlLocalTime(int hour, int minute, int second, int nanosecond, SourceSpan span) : TomlValue(span)
{
    public int Hour { get; } = hour;

    public int Minute { get; } = minute;

    /// <summary>0 to 60; 60 is a leap second.</summary>
    public int Second { get; } = second;

    /// <summary>Digits beyond the ninth are cut off, not rounded, as TOML asks.</summary>
    public int Nanosecond { get; } = nanosecond;

    public override string TypeName => "a local time";

    public override string ToString() => $"{Hour:D2}:{Minute:D2}:{Second:D2}.{Nanosecond:D9}";
}
