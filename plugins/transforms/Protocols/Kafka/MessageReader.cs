namespace Pipeline.Transforms.Protocols.Kafka;

/// <summary>One direction of a connection: how much of a message is still to come, and who reads it.</summary>
internal struct MessageReader
{
    /// <summary>Whether a message was begun, and has not ended.</summary>
    public bool IsActive { get; private set; }

    private long _left;
    private BodyReader? _body;

    /// <summary>Whether the fields filled the message to the byte, as far as they are known. Holds at its end.</summary>
    public bool IsExact { get; private set; }

    public readonly bool IsPartial => _body is { IsPartial: true } || !IsExact;

    /// <summary>Whether all of it has come.</summary>
    public readonly bool IsWhole => IsActive && _left == 0;

    /// <summary>Begins what stands behind a header.</summary>
    /// <param name="left">Bytes of it.</param>
    /// <param name="body">Reads it; null: it is passed over.</param>
    public void Begin(long left, BodyReader? body)
    {
        (IsActive, IsExact, _left, _body) = (true, true, left, body);
        if (left == 0)
            Read(default);
    }

    /// <summary>Reads as much as is there; bytes taken, 0 where more are needed.</summary>
    public int Read(ReadOnlySpan<byte> view)
    {
        view = view[..(int)Math.Min(view.Length, _left)];
        if (_body is { IsActive: true } body)
        {
            var taken = body.Read(view);
            if (body.IsActive && view.Length < _left)
            {
                _left -= taken;
                return taken;
            }

            // It ended in the middle of a field, or has more than its fields.
            IsExact &= !body.IsActive && !body.IsWrong && ((taken == view.Length && view.Length == _left) || body.MayBeLonger);
            body.Break();
        }

        _left -= view.Length;
        return view.Length;
    }

    /// <summary>Bytes that nobody saw; how many of them lie in this message.</summary>
    public ulong Skip(ulong bytes)
    {
        var inside = Math.Min(bytes, (ulong)_left);
        _body?.Skip((long)inside);
        _left -= (long)inside;
        if (_left == 0 && _body is { IsActive: true })
            Read(default);
        return inside;
    }

    /// <summary>It has ended, or is given up; gives back who read it.</summary>
    public BodyReader? End()
    {
        var body = _body;
        this = default;
        return body;
    }
}
