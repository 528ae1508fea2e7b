namespace Pipeline.Host.Configuration.Toml;

/// <summary>A point in time. The offset reaches 23:59 either way, farther than DateTimeOffset's 14 hours.</summary>
internal sealed class TomlOffsetDateTime(TomlLocalDate date, TomlLocalTime time, int offsetMinutes, SourceSpan span) : TomlValue(span)
{
    public TomlLocalDate Date { get; } = date;

    public TomlLocalTime Time { get; } = time;

    /// <summary>Minutes east of UTC.</summary>
    public int OffsetMinutes { get; } = offsetMinutes;

    public override string TypeName => "an offset date-time";

    public override string ToString()
    {
        int minutes = Math.Abs(OffsetMinutes);
        return $"{Date}T{Time}{(OffsetMinutes < 0 ? '-' : '+')}{minutes / 60:D2}:{minutes % 60:D2}";
    }
}
