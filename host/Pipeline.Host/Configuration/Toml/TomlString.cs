namespace Pipeline.Host.Configuration.Toml;

internal sealed class TomlString(string value, SourceSpan span) : TomlValue(span)
{
    public string Value { get; } = value;

    public override string TypeName => "a string";
}
