namespace Pipeline;

/// <summary>
/// Makes a property of a plugin's options record a key in TOML, named as the property in snake_case. <c>required</c> properties must be given; the others
/// default to what the record's constructor leaves. The same declaration makes the documentation and the JSON schema.
/// </summary>
/// <param name="help">One sentence: what it does and what the default means.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionAttribute(string help) : Attribute
{
    /// <summary>One sentence for people.</summary>
    public string Help { get; } = help;

    /// <summary>UCUM unit of a plain number; durations and sizes carry theirs in the value.</summary>
    public string? Unit { get; init; }

    /// <summary>Smallest value, as TOML would spell it: <c>1</c>, <c>100ms</c>, <c>4KiB</c>. Null: none.</summary>
    public string? Min { get; init; }

    /// <summary>Largest value, as TOML would spell it. Null: none.</summary>
    public string? Max { get; init; }
}
