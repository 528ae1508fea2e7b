namespace Pipeline.Host.Configuration.Toml;

internal sealed class TomlFloat(double value, SourceSpan span) : TomlValue(span)
{
    public double Value { get; } = value;

    public override string TypeName => "a float";
}
