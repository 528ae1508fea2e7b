namespace Pipeline.Transforms.Protocols.Nats;

/// <summary>The members of a JSON object, from first to last, as far as it is one. Values that have members of their own come as they are.</summary>
internal ref struct JsonMembers(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text.IsEmpty || text[0] != '{' ? default : text[1..];

    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The value; of a text what is between the quotes.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Whether it is a number, true, false or null.</summary>
    public bool IsLiteral { get; private set; }

    public bool MoveNext()
    {
        Skip();
        if (!_rest.IsEmpty && _rest[0] == ',')
        {
            _rest = _rest[1..];
            Skip();
        }

        if (!TryText(out var name))
            return false;
        Name = name;
        Skip();
        if (_rest.IsEmpty || _rest[0] != ':')
            return false;
        _rest = _rest[1..];
        Skip();
        if (_rest.IsEmpty)
            return false;
        IsLiteral = false;
        if (_rest[0] == '"')
        {
            var isText = TryText(out var value);
            Value = value;
            return isText;
        }

        return _rest[0] is (byte)'{' or (byte)'[' ? TryNested() : TryLiteral();
    }

    private void Skip() => _rest = _rest.TrimStart(" \t\r\n"u8);

    private bool TryText(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (_rest.IsEmpty || _rest[0] != '"')
            return false;
        for (var at = 1; at < _rest.Length; at++)
        {
            if (_rest[at] == '\\')
            {
                at++;
            }
            else if (_rest[at] == '"')
            {
                text = _rest[1..at];
                _rest = _rest[(at + 1)..];
                return true;
            }
        }

        return false;
    }

    private bool TryNested()
    {
        var (depth, isInText) = (0, false);
        for (var at = 0; at < _rest.Length; at++)
        {
            var b = _rest[at];
            if (isInText && b == '\\')
                at++;
            else if (b == '"')
                isInText = !isInText;
            else if (!isInText)
                depth += b is (byte)'{' or (byte)'[' ? 1 : b is (byte)'}' or (byte)']' ? -1 : 0;
            if (depth > 0)
                continue;
            Value = _rest[..(at + 1)];
            _rest = _rest[(at + 1)..];
            return true;
        }

        return false;
    }

    private bool TryLiteral()
    {
        var end = _rest.IndexOfAny(",} \t"u8);
        Value = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? default : _rest[end..];
        IsLiteral = Value.SequenceEqual("true"u8) || Value.SequenceEqual("false"u8) || Value.SequenceEqual("null"u8) || IsNumber(Value);
        return true;
    }

    private static bool IsNumber(ReadOnlySpan<byte> value) => value is [>= (byte)'1' and <= (byte)'9', ..] or [(byte)'0'] && value.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
}
