namespace Pipeline;

/// <summary>A named value of an <see cref="AttributeMap"/>. Valid while its cell is.</summary>
public readonly ref struct AttributeEntry
{
    internal AttributeEntry(ReadOnlySpan<byte> key, AttributeValue value)
    {
        Key = key;
        Value = value;
    }

    /// <summary>The name, UTF-8 as the input had it.</summary>
    public ReadOnlySpan<byte> Key { get; }

    /// <summary>The value.</summary>
    public AttributeValue Value { get; }

    /// <summary>For <c>foreach (var (key, value) in map)</c>.</summary>
    public void Deconstruct(out ReadOnlySpan<byte> key, out AttributeValue value)
    {
        key = Key;
        value = Value;
    }
}
