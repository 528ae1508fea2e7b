namespace Pipeline;

/// <summary>
/// The values of a list in an <see cref="AttributeMap"/>, which has the layout and the rules for bytes that are none: a <c>foreach</c> ends there.
/// </summary>
public ref struct AttributeList
{
    private readonly int _depth;
    private ReadOnlySpan<byte> _rest;
    private ReadOnlySpan<byte> _payload;
    private AttributeKind _kind;

    internal AttributeList(ReadOnlySpan<byte> bytes, int depth)
    {
        _rest = bytes;
        _depth = depth;
    }

    /// <summary>The value at hand.</summary>
    public readonly AttributeValue Current => new(_kind, _payload, _depth);

    /// <summary>The list itself, for <c>foreach</c>.</summary>
    public readonly AttributeList GetEnumerator() => this;

    /// <summary>Steps to the next value.</summary>
    public bool MoveNext()
    {
        if (!AttributeValue.TryMeasure(_rest, _depth, out var kind, out var start, out var end))
            return false;
        _kind = kind;
        _payload = _rest[start..end];
        _rest = _rest[end..];
        return true;
    }
}
