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

    /// <summary>Whether so many unseen bytes all lie in this string. If they are more it has ended, too.</summary>
    public bool Skip(ulong bytes)
    {
        var isInside = bytes <= (ulong)_left;
        _left = isInside ? _left - (long)bytes : 0;
        return isInside;
    }
}
