namespace Pipeline;

/// <summary>
/// The values of a list in an <see cref="AttributeMap"/>, which has the layout and the rules for bytes that are none: a <c>foreach</c> ends there.
/// </summary>
public ref struct AttributeList
{
    private readonly int _depth;
    private ReadOnlySpan<byte> _rest;

    internal AttributeList(ReadOnlySpan<byte> bytes, int depth)
    {
        _rest = bytes;
        _depth = depth;
    }

    /// <summary>The value at hand.</summary>
    public AttributeValue Current { get; private set; }

    /// <summary>The list itself, for <c>foreach</c>.</summary>
    public readonly AttributeList GetEnumerator() => this;

    /// <summary>Steps to the next value.</summary>
    public bool MoveNext()
    {
        if (!AttributeValue.TryRead(_rest, _depth, out var value, out var taken))
            return false;
        Current = value;
        _rest = _rest[taken..];
        return true;
    }
}
