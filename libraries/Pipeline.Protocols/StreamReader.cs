namespace Pipeline.Protocols;

/// <summary>
/// One direction of a connection: puts pieces in order by position, finds gaps, and hands the parser contiguous views. A piece that holds whole messages is
/// read where it lies; only what is left of it is copied. A response that came before its request is kept likewise, for a while.
/// </summary>
/// <param name="side">Who speaks in it.</param>
/// <param name="origin">The position at which the protocol truly begins: 0, but where something else came before it.</param>
/// <param name="joined">Of a connection that was joined in the middle: the position up to which nothing was missed. Else 0.</param>
internal sealed class StreamReader(Side side, ulong origin, ulong joined)
{
    /// <summary>Places in a row that may be invalid before the connection is given up.</summary>
    private const int MostInvalid = 8;

    /// <summary>Bytes that may be passed over without a message before the connection is given up.</summary>
    private const long MostSkipped = 16 << 20;

    private readonly StreamBuffer _buffer = new();
    private readonly PieceTimes _times = new();
    private bool _hasBegun;
    private bool _isSeeking;
    private int _invalid;
    private long _skipped;
    private long _lastTime;
    private bool _isForced;

    public Side Side => side;

    /// <summary>The other direction.</summary>
    public StreamReader? Peer { get; set; }

    /// <summary>Whether it keeps a response to a request that is not here yet.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>When the first byte of what is held was moved.</summary>
    public long HeldSince => _times.At(0);

    /// <summary>When the last bytes were moved.</summary>
    public long LastTime => _lastTime;

    /// <summary>Position of the next byte; 0 until the first piece.</summary>
    public ulong Next { get; private set; }

    /// <summary>Whether what came is none of the protocol, by all that can be told.</summary>
    public bool IsHopeless => _invalid > MostInvalid || _skipped > MostSkipped;

    public int Buffered => _buffer.Length;

    /// <summary>What came behind the end of the protocol, where it has a sequel; until the reader is cleared.</summary>
    public ReadOnlySpan<byte> Rest => _buffer.Bytes;

    /// <summary>When the first byte of it was moved.</summary>
    public long RestTime => _buffer.Length == 0 ? _lastTime : _times.At(0);

    public int Memory => _buffer.Capacity;

    /// <summary>Tells the parser, before it reads anything, that the beginning of the stream was not seen. That is no loss to what it reads later.</summary>
    public void Join(Parser parser)
    {
        if (joined == 0)
            return;
        parser.Lose(side);
        _isSeeking = true;
    }

    /// <summary>Takes a piece.</summary>
    /// <param name="parser">Who reads it.</param>
    /// <param name="counters">The protocol's.</param>
    /// <param name="position">Of its first byte in the stream.</param>
    /// <param name="size">Its bytes in the stream.</param>
    /// <param name="payload">Those that were seen, from the first on.</param>
    /// <param name="time">When they were moved.</param>
    public void Take(Parser parser, Counters counters, ulong position, ulong size, ReadOnlySpan<byte> payload, long time)
    {
        if (payload.Length > (long)Math.Min(size, int.MaxValue))
            payload = payload[..(int)size];
        if (!_hasBegun || !StreamPositions.AreOfOneCount(position, Next))
            Begin(parser, counters, position);
        if (position < Next)
        {
            var repeated = Math.Min(Next - position, size);
            counters.RepeatedBytes += (long)repeated;
            size -= repeated;
            payload = payload[(int)Math.Min(repeated, (ulong)payload.Length)..];
        }
        else if (position > Next)
        {
            Gap(parser, counters, position - Next, _lastTime);
        }

        _lastTime = time;
        counters.Bytes += payload.Length;
        Next += (ulong)payload.Length;
        Feed(parser, counters, payload, time);
        if (size > (ulong)payload.Length)
            Gap(parser, counters, size - (ulong)payload.Length, time);
    }

    /// <summary>Bytes up to a position will not be seen any more.</summary>
    public void Advance(Parser parser, Counters counters, ulong position)
    {
        if (_hasBegun && position > Next && StreamPositions.AreOfOneCount(position, Next))
            Gap(parser, counters, position - Next, _lastTime);
    }

    public void Clear()
    {
        _buffer.Clear();
        IsHeld = false;
    }

    /// <summary>Reads what is held as far as its requests came.</summary>
    public void Resume(Parser parser, Counters counters)
    {
        var end = 0;
        do
        {
            // Piece by piece, so that each message ends when its last piece was moved.
            end = _times.EndAfter(end, _buffer.Length);
            var taken = Read(parser, counters, _buffer.Bytes[..end], end == _buffer.Length ? _lastTime : _times.At(end - 1));
            Let(taken);
            end -= taken;
        }
        while (!IsHeld && end < _buffer.Length);
    }

    /// <summary>Reads what is held: no request will come for it.</summary>
    public void Release(Parser parser, Counters counters)
    {
        if (!IsHeld)
            return;
        _isForced = true;
        Resume(parser, counters);
        _isForced = false;
        if (_buffer.Length == 0 || parser.HasEnded)
            return;
        // The rest of something that nobody asked for must not become the response to the next request.
        counters.SkippedBytes += _buffer.Length;
        _buffer.Clear();
        Lose(parser, counters);
    }

    /// <summary>
    /// Where bytes came before, the first ones may be the middle of something, and messages may have been missed since the other side was read. The same holds where the
    /// source begins to count anew: how many bytes were missed is not known then, and nothing is counted as a gap.
    /// </summary>
    private void Begin(Parser parser, Counters counters, ulong position)
    {
        Release(parser, counters);
        counters.SkippedBytes += _buffer.Length;
        _buffer.Clear();
        var isJoined = !_hasBegun && joined != 0 && position == joined;
        (_hasBegun, Next) = (true, position);
        if (position != origin && !isJoined)
            Lose(parser, counters);
    }

    private void Gap(Parser parser, Counters counters, ulong bytes, long time)
    {
        if (IsOver(parser))
        {
            counters.IgnoredBytes += (long)Math.Min(bytes, (ulong)(long.MaxValue - counters.IgnoredBytes));
            Next += bytes;
            return;
        }

        Release(parser, counters);
        counters.GapBytes += (long)Math.Min(bytes, (ulong)(long.MaxValue - counters.GapBytes));
        Next += bytes;
        // What was begun goes on in bytes that nobody saw.
        var isPart = _buffer.Length > 0;
        if (_isSeeking)
            counters.SkippedBytes += _buffer.Length;
        _buffer.Clear();
        // Also while seeking: requests that came meanwhile may have had their responses in these bytes.
        if (_isSeeking || isPart || !parser.Skip(side, bytes, time))
            Lose(parser, counters);
    }

    private void Lose(Parser parser, Counters counters)
    {
        // What is held there belongs to what came before this, and not to the next request found here.
        Peer?.Release(parser, counters);
        parser.Lose(side);
        _isSeeking = true;
    }

    private void Feed(Parser parser, Counters counters, ReadOnlySpan<byte> payload, long time)
    {
        if (IsOver(parser))
        {
            // It may have ended with what the other side said.
            counters.IgnoredBytes += _buffer.Length + payload.Length;
            _buffer.Clear();
            return;
        }

        while (!payload.IsEmpty && !IsHopeless && !parser.HasEnded)
        {
            var before = _buffer.Length;
            if (before == 0)
            {
                _times.Clear();
                _times.Add(0, time);
                payload = payload[Read(parser, counters, payload, time)..];
                payload = payload[_buffer.Append(payload)..];
            }
            else
            {
                _times.Add(before, time);
                payload = payload[_buffer.Append(payload)..];
                if (_isSeeking)
                    SeekInBuffer(parser, counters);
                else
                    Let(Read(parser, counters, _buffer.Bytes, time));
            }

            if (_buffer.Length == StreamBuffer.MostBytes)
                Release(parser, counters);
            if (_buffer.Length == StreamBuffer.MostBytes)
                Overflow(parser, counters);
        }

        if (IsOver(parser))
            counters.IgnoredBytes += payload.Length;
        else
            counters.SkippedBytes += payload.Length;
    }

    /// <summary>Whether nothing more of the connection is of interest.</summary>
    private static bool IsOver(Parser parser) => parser.HasEnded && parser.Sequel == Sequel.Ignored;

    /// <summary>What is begun is longer than anything of this protocol.</summary>
    private void Overflow(Parser parser, Counters counters)
    {
        counters.Invalid++;
        _invalid++;
        counters.SkippedBytes += _buffer.Length;
        _buffer.Clear();
        Lose(parser, counters);
    }

    private int Read(Parser parser, Counters counters, ReadOnlySpan<byte> view, long time)
    {
        var at = 0;
        IsHeld = false;
        while (at < view.Length && !IsHopeless && !parser.HasEnded)
        {
            if (_isSeeking && !Seek(parser, counters, view, ref at))
                return at;
            if (side == Side.Response && !_isForced && !parser.IsResponseDue(view[at..]))
            {
                IsHeld = true;
                return at;
            }

            var taken = parser.Read(side, view[at..], new Moment(_times.At(at), time));
            if (taken == 0)
                return at;
            if (taken > 0)
            {
                (at, _invalid) = (at + taken, 0);
                continue;
            }

            counters.Invalid++;
            _invalid++;
            Lose(parser, counters);
            counters.SkippedBytes++;
            at++;
        }

        if (IsOver(parser))
            counters.IgnoredBytes += view.Length - at;
        else if (IsHopeless)
            counters.SkippedBytes += view.Length - at;
        return IsHopeless || IsOver(parser) ? view.Length : at;
    }

    /// <summary>Where the beginning of a message is known by what follows it, whole messages may be in the buffer: each ended when its last piece was moved.</summary>
    private void SeekInBuffer(Parser parser, Counters counters)
    {
        var at = 0;
        var isFound = Seek(parser, counters, _buffer.Bytes, ref at);
        Let(at);
        if (isFound)
            Resume(parser, counters);
    }

    /// <summary>Lets go of bytes from the front of the buffer.</summary>
    private void Let(int bytes)
    {
        _buffer.Remove(bytes);
        _times.Remove(bytes);
    }

    private bool Seek(Parser parser, Counters counters, ReadOnlySpan<byte> view, ref int at)
    {
        var found = parser.Find(side, view[at..]);
        var passed = found >= 0 ? found : ~found;
        counters.SkippedBytes += passed;
        _skipped += passed;
        at += passed;
        if (found < 0)
            return false;
        counters.Resyncs++;
        (_isSeeking, _skipped) = (false, 0);
        return true;
    }
}
