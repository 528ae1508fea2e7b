namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>Walks through a table of any size in a file, or looks into it here and there, with one small buffer.</summary>
internal sealed class TableWalk
{
    private const int BufferSize = 128 << 10;

    private readonly BinaryFile _file;
    private readonly ulong _offset;
    private readonly string _what;
    private readonly byte[] _buffer = new byte[BufferSize];
    private ulong _from;
    private int _filled;

    /// <exception cref="BinaryException">The file does not hold it.</exception>
    internal TableWalk(BinaryFile file, ulong offset, ulong size, string what)
    {
        file.Check(offset, size, what);
        (_file, _offset, Size, _what) = (file, offset, size, what);
    }

    internal ulong Size { get; }

    /// <summary>The bytes from <paramref name="at"/> on, valid until the next call: at least <paramref name="least"/>, mostly more.</summary>
    /// <exception cref="BinaryException">The table ends before.</exception>
    internal ReadOnlySpan<byte> At(ulong at, int least)
    {
        if (at > Size || (ulong)least > Size - at)
            throw new BinaryException(BinaryRefusal.Damaged, $"is damaged: {_what} refers to something beyond its end");
        if (at < _from || at + (ulong)least > _from + (ulong)_filled)
            Fill(at, least);
        return _buffer.AsSpan((int)(at - _from), _filled - (int)(at - _from));
    }

    private void Fill(ulong at, int least)
    {
        _from = at;
        _filled = _file.Read((long)(_offset + at), _buffer.AsSpan(0, (int)Math.Min(BufferSize, Size - at)));
        if (_filled < least)
            throw new BinaryException(BinaryRefusal.Changed, $"became shorter while {_what} was read");
    }
}
