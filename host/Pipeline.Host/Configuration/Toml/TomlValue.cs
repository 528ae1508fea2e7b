namespace Pipeline.Host.Configuration.Toml;

/// <summary>A value and where it stands.</summary>
internal abstract class TomlValue(SourceSpan span)
{
    /// <summary>The value's words; of a table, the header or key that first defined it.</summary>
    public SourceSpan Span { get; protected set; } = span;

    /// <summary>The type as messages name it: "a string", "an integer".</summary>
    public abstract string TypeName { get; }
}
