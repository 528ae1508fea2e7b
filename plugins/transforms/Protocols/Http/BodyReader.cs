namespace Pipeline.Transforms.Protocols.Http;

/// <summary>
/// Reads a body byte by byte where framing is, and in runs where data is, so that it never needs to see more than what is there. Line ends may lack their CR.
/// </summary>
internal struct BodyReader
{
    /// <summary>The most that the extensions of one chunk, or all trailers, may take.</summary>
    private const int MostFraming = 64 << 10;

    private ulong _left;
    private int _framing;
    private int _digits;
    private bool _isLineEmpty;

    public BodyStage Stage { get; private set; }

    public readonly bool IsActive => Stage != BodyStage.None;

    /// <summary>Whether nothing of it was read.</summary>
    public bool IsFresh { get; private set; }

    /// <summary>Whether it ends, for all that is known, within the next bytes.</summary>
    public readonly bool EndsWithin(int bytes) => Stage == BodyStage.Fixed && _left <= (ulong)bytes;

    public void BeginFixed(ulong length) => (Stage, _left, IsFresh) = (length == 0 ? BodyStage.None : BodyStage.Fixed, length, true);

    public void BeginChunked()
    {
        IsFresh = true;
        BeginChunk();
    }

    public void BeginUntilClose() => (Stage, IsFresh) = (BodyStage.UntilClose, true);

    public void End() => Stage = BodyStage.None;

    /// <summary>Reads as much as is there; bytes taken, or -1 where the framing is wrong.</summary>
    public int Read(ReadOnlySpan<byte> view, HttpMessage? message, int wanted)
    {
        var at = 0;
        while (at < view.Length && Stage != BodyStage.None)
        {
            IsFresh = false;
            if (Stage is BodyStage.Fixed or BodyStage.ChunkData or BodyStage.UntilClose)
                at += Data(view[at..], message, wanted);
            else if (!Step(view[at++]))
                return -1;
        }

        return at;
    }

    /// <summary>Whether so many unseen bytes are all of this body. Where its length is known it has ended, then, even if they are more.</summary>
    public bool Skip(ulong bytes, HttpMessage? message)
    {
        IsFresh = false;
        if (Stage == BodyStage.UntilClose)
        {
            message?.SkipBody(bytes);
            return true;
        }

        var isInside = Stage is BodyStage.Fixed or BodyStage.ChunkData && bytes <= _left;
        if (!isInside && Stage != BodyStage.Fixed)
            return false;
        var inside = Math.Min(bytes, _left);
        message?.SkipBody(inside);
        _left -= inside;
        if (_left == 0)
            Stage = Stage == BodyStage.Fixed ? BodyStage.None : BodyStage.ChunkEnd;
        return isInside;
    }

    private int Data(ReadOnlySpan<byte> view, HttpMessage? message, int wanted)
    {
        var taken = Stage == BodyStage.UntilClose ? view.Length : (int)Math.Min((ulong)view.Length, _left);
        message?.AddBody(view[..taken], wanted);
        if (Stage == BodyStage.UntilClose)
            return taken;
        _left -= (ulong)taken;
        if (_left == 0)
            Stage = Stage == BodyStage.Fixed ? BodyStage.None : BodyStage.ChunkEnd;
        return taken;
    }

    private bool Step(byte b)
    {
        switch (Stage)
        {
            case BodyStage.ChunkSize:
                return Size(b);
            case BodyStage.ChunkExtension:
                if (b == '\n')
                    return EndSize();
                return ++_framing <= MostFraming;
            case BodyStage.ChunkEnd:
                if (b == '\n')
                    BeginChunk();
                else if (b != '\r' || _framing++ > 0)
                    return false;
                return true;
            default:
                return Trailer(b);
        }
    }

    private bool Size(byte b)
    {
        if (char.IsAsciiHexDigit((char)b))
        {
            _left = (_left << 4) | (uint)(b <= (byte)'9' ? b - '0' : (b | 0x20) - 'a' + 10);
            return ++_digits <= 16;
        }

        if (_digits == 0)
            return false;
        if (b == '\n')
            return EndSize();
        if (b is not ((byte)';' or (byte)'\r' or (byte)' ' or (byte)'\t'))
            return false;
        Stage = BodyStage.ChunkExtension;
        return true;
    }

    private bool EndSize()
    {
        (Stage, _framing, _isLineEmpty) = (_left == 0 ? BodyStage.TrailerStart : BodyStage.ChunkData, 0, true);
        return true;
    }

    private bool Trailer(byte b)
    {
        if (b == '\n')
        {
            Stage = _isLineEmpty ? BodyStage.None : BodyStage.TrailerStart;
            _isLineEmpty = true;
        }
        else if (b != '\r')
        {
            (Stage, _isLineEmpty) = (BodyStage.Trailer, false);
        }

        return ++_framing <= MostFraming;
    }

    private void BeginChunk() => (Stage, _left, _digits, _framing) = (BodyStage.ChunkSize, 0, 0, 0);
}
