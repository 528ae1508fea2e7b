namespace Pipeline.Host.Configuration.Toml;

internal sealed class TomlLocalDateTime(TomlLocalDate date, TomlLocalTime time, SourceSpan span) : TomlValue(span)
{
    public TomlLocalDate Date { get; } = date;

    public TomlLocalTime Time { get; } = time;

    public override string TypeName => "a local date-time";

    public override string ToString() => $"{Date}T{Time}";
}
