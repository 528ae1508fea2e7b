namespace Pipeline.Host.Configuration;

/// <summary>A kind of option value: how TOML spells it, how a value of it is read, printed and described in JSON schema.</summary>
internal sealed partial class OptionType
{
    private readonly Func<string, object?> _parse;
    private readonly Func<object, string> _format;

    private OptionType(string name, string jsonType, Func<string, object?> parse, Func<object, string> format)
    {
        Name = name;
        JsonType = jsonType;
        _parse = parse;
        _format = format;
    }

    /// <summary>The type as documentation and errors call it.</summary>
    public string Name { get; }

    /// <summary>The type in JSON schema.</summary>
    public string JsonType { get; }

    /// <summary>What the type's values look like: a duration, a size; null where the type says it all.</summary>
    public string? Pattern { get; private init; }

    /// <summary>What the text of such a value matches, at least; null where any text may be right.</summary>
    public string? Regex { get; private init; }

    /// <summary>The only values there are; empty where there are more.</summary>
    public IReadOnlyList<string> Choices { get; private init; } = [];

    /// <summary>Of a list, what it lists.</summary>
    public OptionType? Element { get; private init; }

    /// <summary>Of a table with known keys, the record that has them.</summary>
    public Type? Record { get; private init; }

    /// <summary>Whether a TOML integer spells a value of this type that is otherwise a string.</summary>
    public bool AlsoInteger { get; private init; }

    /// <summary>Whether a TOML string spells a value.</summary>
    public bool IsText => JsonType == "string";

    /// <summary>A value from the text between the quotes, or from a number's digits; null when it is none.</summary>
    public object? Parse(string text) => _parse(text);

    /// <summary>The value as TOML spells it.</summary>
    public string Format(object? value) => value is null ? "" : _format(value);
}
