namespace Pipeline.Host.Configuration.Toml;

/// <summary>A day of the calendar. Fields rather than DateOnly, which has no year 0.</summary>
internal sealed class TomlLocalDate(int year, int month, int day, SourceSpan span) : TomlValue(span)
{
    public int Year { get; } = year;

    public int Month { get; } = month;

    public int Day { get; } = day;

    public override string TypeName => "a local date";

    public override string ToString() => $"{Year:D4}-{Month:D2}-{Day:D2}";
}
