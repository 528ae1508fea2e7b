namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>Passes over the bytes of a string whose length is known, and over the end of line behind them, in whatever pieces they come.</summary>
internal struct BulkReader
{
    private const int EndOfLine = 2;

    private long _left;

    public readonly bool IsActive => _left > 0;

    /// <summary>Begins a string.</summary>
    public void Begin(long length) => _left = length + EndOfLine;

    public void End() => _left = 0;

    /// <summary>Reads as much as is there; bytes taken, or -1 where the end of line is missing.</summary>
    public int Read(ReadOnlySpan<byte> view)
    {
        var at = (int)Math.Min(view.Length, Math.Max(0, _left - EndOfLine));
        _left -= at;
        for (; at < view.Length && _left is > 0 and <= EndOfLine; at++, _left--)
            if (view[at] != (_left == EndOfLine ? '\r' : '\n'))
                return -1;
        return at;
    }

    /// <summary>How many of so many unseen bytes lie in this string; if that is not all of them it has ended.</summary>
    public ulong Skip(ulong bytes)
    {
        var inside = Math.Min(bytes, (ulong)_left);
        _left -= (long)inside;
        return inside;
    }
}
