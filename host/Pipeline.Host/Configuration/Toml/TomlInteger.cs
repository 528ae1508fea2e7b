namespace Pipeline.Host.Configuration.Toml;

internal sealed class TomlInteger(long value, SourceSpan span) : TomlValue(span)
{
    public long Value { get; } = value;

    public override string TypeName => "an integer";
}
