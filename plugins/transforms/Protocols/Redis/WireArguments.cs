namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>The arguments in what was kept of a command, of which the last may be cut. A <c>foreach</c> yields them.</summary>
internal ref struct WireArguments
{
    private ReadOnlySpan<byte> _rest;

    /// <param name="wire">A command as sent, from its first byte on.</param>
    public WireArguments(ReadOnlySpan<byte> wire)
    {
        var line = wire.IsEmpty ? 0 : RespLine.Integer(wire, out _);
        _rest = line > 0 ? wire[line..] : default;
    }

    /// <summary>The argument at hand.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Whether it is all there.</summary>
    public bool IsWhole { get; private set; }

    public readonly WireArguments GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.Length < 2 || RespLine.Integer(_rest, out var length) is not (> 0 and var line))
            return false;
        _rest = _rest[line..];
        IsWhole = length <= _rest.Length;
        Current = IsWhole ? _rest[..(int)length] : _rest;
        _rest = _rest[Math.Min(_rest.Length, (int)Math.Min(int.MaxValue, length + 2))..];
        return true;
    }
}
