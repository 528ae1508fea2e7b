namespace Pipeline.Servers.Collector.Counting;

/// <summary>Walks the fields of one protobuf message.</summary>
internal ref struct FieldReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The bytes are no message.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The next field of that number that holds bytes; false at the end or where the message is broken.</summary>
    public bool Next(int field, out ReadOnlySpan<byte> value)
    {
        while (!_rest.IsEmpty)
        {
            if (!Varint(out var tag))
                break;
            if ((tag & 7) == 2)
            {
                if (!Varint(out var length) || length > (ulong)_rest.Length)
                    break;
                value = _rest[..(int)length];
                _rest = _rest[(int)length..];
                if (tag >> 3 == (ulong)field)
                    return true;
            }
            else if (!Skip((int)(tag & 7)))
                break;
        }

        IsBroken |= !_rest.IsEmpty;
        _rest = default;
        value = default;
        return false;
    }

    private bool Skip(int wireType)
    {
        var bytes = wireType switch { 1 => 8, 5 => 4, _ => 0 };
        if (wireType == 0 ? !Varint(out _) : bytes == 0 || bytes > _rest.Length)
            return false;
        _rest = _rest[bytes..];
        return true;
    }

    private bool Varint(out ulong value)
    {
        value = 0;
        for (var i = 0; i < 10 && i < _rest.Length; i++)
        {
            value |= (ulong)(_rest[i] & 0x7f) << (7 * i);
            if (_rest[i] >= 0x80)
                continue;
            _rest = _rest[(i + 1)..];
            return true;
        }

        IsBroken = true;
        return false;
    }
}
