namespace Pipeline.Protocols;

/// <summary>
/// One connection that is, or may become, of a known protocol: what it was taken for, both directions, and what waits. Bytes that resemble nothing leave no
/// connection behind, so that unknown ones cost nothing.
/// </summary>
internal sealed class Connection(Inference inference, Counters unknown) : IConnection
{
    /// <summary>What an idle connection takes with its parser, about: measured.</summary>
    private const int BaseBytes = 1400;

    private const byte Client = 1;
    private const byte Server = 2;

    private readonly StreamReader?[] _readers = new StreamReader?[2];
    private readonly StreamBuffer[] _first = [new(), new()];
    private readonly ulong[] _firstPosition = new ulong[2];
    private readonly long[] _firstTime = new long[2];
    private readonly PieceTimes?[] _firstTimes = new PieceTimes?[2];
    private readonly ulong[] _origin = new ulong[2];
    private JoinedStreams _joined;
    private readonly DatagramReader[] _datagrams = [new(), new()];
    private readonly Side[] _sides = new Side[2];
    private StreamReader? _answering;
    private long _heldSince = long.MinValue;
    private ProtocolSlot? _slot;
    private Parser? _parser;
    private uint _refuted;
    private int _charged;
    private Ending? _ending;

    public ConnectionKey Key { get; set; }

    /// <summary>Neighbours in the order of use.</summary>
    public LinkedListNode<Connection>? Node { get; set; }

    /// <summary>When it was used last, by the <see cref="StreamClock"/>; while a piece is taken: now.</summary>
    public long LastUse { get; set; }

    /// <summary>Bytes it takes.</summary>
    public int Memory { get; private set; } = BaseBytes;

    /// <summary>Whether nothing is known of it that another piece would not tell anew.</summary>
    public bool IsForgettable => _refuted == 0 && _origin[0] + _origin[1] == 0 && _first[0].Length + _first[1].Length == 0 && (_parser is null || IsForgettableNow);

    /// <summary>Where its streams stand, if it was joined in the middle.</summary>
    public ref JoinedStreams Joined => ref _joined;

    /// <summary>Whether it was closed, and all its bytes were seen.</summary>
    public bool HasEnded => _ending is { } end && Reached(0, end.Sent) && Reached(1, end.Received);

    public Ending? Ending => _ending;

    public Endpoints Endpoints { get; private set; }

    public byte TraceRole { get; private set; }

    public bool IsDatagram { get; private set; }

    public long Now => LastUse;

    public Counters Counters => _slot?.Counters ?? unknown;

    public Rows Rows => _slot!.Rows;

    public void Charge(int bytes) => _charged += bytes;

    public void Tell(in Endpoints endpoints)
    {
        Endpoints = endpoints;
        if (_slot is null)
            TraceRole = endpoints.TraceRole;
    }

    public void End(Ending ending) => _ending = ending;

    /// <summary>Takes a piece.</summary>
    public void Take(in Piece piece)
    {
        var direction = piece.IsIngress ? 1 : 0;
        if (!piece.IsDatagram && !piece.IsContinuation)
            _joined.Pass(direction, piece.Position, piece.Size);
        if (_parser is null)
            Begin(piece, direction);
        else if (IsDatagram)
            _datagrams[direction].Take(_parser, Counters, _sides[direction], piece);
        else
            Feed(direction, piece.Position, piece.Size, piece.Payload, piece.Time);
        while (_parser is { HasEnded: true, Sequel: Sequel.Judged } && !IsDatagram)
            BeginSequel();
        Settle();
    }

    private void Settle()
    {
        if (_readers[0] is { IsHopeless: true } || _readers[1] is { IsHopeless: true })
            Refute();
        if (IsHolding && _answering!.HeldSince != _heldSince)
            (_heldSince, HoldsSince) = (_answering.HeldSince, LastUse);
        Memory = BaseBytes + _charged + _first[0].Capacity + _first[1].Capacity + (_readers[0]?.Memory ?? 0) + (_readers[1]?.Memory ?? 0)
            + _datagrams[0].Memory + _datagrams[1].Memory;
    }

    /// <summary>Whether a response waits for a request that is not here yet.</summary>
    public bool IsHolding => _answering is { IsHeld: true };

    /// <summary>When, by <see cref="LastUse"/>, it last began to hold.</summary>
    public long HoldsSince { get; private set; }

    /// <summary>Whether it stands among those that hold.</summary>
    public bool IsListed { get; set; }

    /// <summary>Reads what it holds: no request came in time.</summary>
    public void Release()
    {
        _answering!.Release(_parser!, Counters);
        Settle();
    }

    /// <summary>Ends it: what ends with the connection is whole if its end was seen.</summary>
    /// <param name="now">By the clock of <see cref="LastUse"/>.</param>
    public void Finish(long now)
    {
        for (var direction = 0; direction < 2 && _parser is not null; direction++)
        {
            _datagrams[direction].Finish(_parser, Counters, _sides[direction]);
            _readers[direction]?.Release(_parser, Counters);
        }

        if (_parser is not null && _ending is { } end)
        {
            Advance(0, end.Sent);
            Advance(1, end.Received);
            _parser.Close();
        }

        if (now - LastUse >= OrderedPairing<Connection>.Quiet || _ending is { IsOrderly: true } || _ending?.Time - LastTime >= OrderedPairing<Connection>.Quiet)
            _parser?.Rest();
        Drop();
    }

    /// <summary>Bytes that were kept for it by then; beginnings of what nobody knows count as skipped.</summary>
    public int Buffered => (_readers[0]?.Buffered ?? 0) + (_readers[1]?.Buffered ?? 0);

    /// <summary>Gives back what it holds; nothing of it becomes a row.</summary>
    public void Drop()
    {
        if (_parser is not null)
        {
            _parser.Abandon();
            Counters.Closed += IsDatagram ? 0 : 1;
        }

        foreach (var reader in _readers)
            reader?.Clear();
        // Beginnings that nothing came of.
        foreach (var first in _first)
            Forget(first);
        foreach (var datagram in _datagrams)
            datagram.Clear();
        Array.Clear(_readers);
        Array.Clear(_origin);
        (_parser, _slot, _answering) = (null, null, null);
    }

    private bool IsForgettableNow => IsDatagram && _parser!.IsForgettable && !_datagrams[0].IsOpen && !_datagrams[1].IsOpen;

    private long LastTime => Math.Max(_readers[0]?.LastTime ?? long.MinValue, _readers[1]?.LastTime ?? long.MinValue);

    private bool Reached(int direction, ulong position)
    {
        var next = _readers[direction]?.Next ?? _firstPosition[direction] + (ulong)_first[direction].Length;
        // A stream that nobody saw anything of, not even its beginning.
        return next >= position || (next == 0 && position == StreamPositions.UnknownStart);
    }

    private void Advance(int direction, ulong position) => _readers[direction]?.Advance(_parser!, Counters, position);

    /// <summary>It is none of the protocol: what follows is judged anew, by the others.</summary>
    private void Refute()
    {
        Counters.GivenUp++;
        _refuted |= inference.BitOf(_slot!);
        Drop();
    }

    private void Begin(in Piece piece, int direction)
    {
        var first = _first[direction];
        // A prefix goes on only where it ended.
        if (first.Length > 0 && _firstPosition[direction] + (ulong)first.Length != piece.Position)
            Forget(first);
        if (first.Length == 0)
            (_firstPosition[direction], _firstTime[direction]) = (piece.Position, piece.Time);
        var whole = piece.Payload;
        if (piece.IsContinuation)
        {
            // The beginning of the datagram resembled nothing: the middle of it tells nothing.
            unknown.SkippedBytes += whole.Length;
            return;
        }

        if (_firstPosition[direction] == 0 && !piece.IsDatagram && IsBehindHeader(piece, direction))
            return;
        if (first.Length > 0)
        {
            var added = Keep(direction, whole, piece.Time);
            if (Judge(first.Bytes, piece.IsDatagram, direction))
            {
                FeedFirst(direction, first.Length - added);
                Feed(direction, piece.Position, piece.Size, whole, piece.Time);
                return;
            }

            if (first.Length > 0)
                return;
            // What was kept was no beginning: this piece may be one by itself.
            unknown.SkippedBytes -= added;
            (_firstPosition[direction], _firstTime[direction]) = (piece.Position, piece.Time);
        }

        if (whole.IsEmpty)
            return;
        if (!Judge(whole, piece.IsDatagram, direction))
            return;
        if (IsDatagram)
            _datagrams[direction].Take(_parser!, Counters, _sides[direction], piece);
        else
            Feed(direction, piece.Position, piece.Size, whole, piece.Time);
    }

    /// <summary>Whether the bytes were taken care of because a proxy's header stands before what the connection is about, or may do so.</summary>
    private bool IsBehindHeader(in Piece piece, int direction)
    {
        var first = _first[direction];
        var before = first.Length;
        if (before > 0)
            Keep(direction, piece.Payload, piece.Time);
        var header = ProxyHeader.Measure(before > 0 ? first.Bytes : piece.Payload);
        if (header is null && before == 0)
            Keep(direction, piece.Payload, piece.Time);
        if (header is null)
            return true;
        first.Cut(before);
        if (header == 0)
            return false;
        unknown.SkippedBytes += header.Value;
        first.Clear();
        _origin[direction] = (ulong)header.Value;
        var taken = header.Value - before;
        (_firstPosition[direction], _firstTime[direction]) = (_origin[direction], piece.Time);
        Begin(piece with { Position = _origin[direction], Size = piece.Size - (ulong)taken, Payload = piece.Payload[taken..] }, direction);
        return true;
    }

    /// <summary>What it was has ended and something else begins, with what was not read yet.</summary>
    private void BeginSequel()
    {
        var (sent, received) = (_readers[0]!, _readers[1]!);
        _parser!.Abandon();
        Counters.Closed++;
        (_parser, _slot, _answering, _refuted) = (null, null, null, 0);
        Array.Clear(_readers);
        for (var direction = 0; direction < 2; direction++)
        {
            var old = direction == 0 ? sent : received;
            _origin[direction] = old.Next - (ulong)old.Rest.Length;
            (_firstPosition[direction], _firstTime[direction]) = (_origin[direction], old.RestTime);
        }

        Hand(sent, 0);
        Hand(received, 1);
    }

    private void Hand(StreamReader old, int direction)
    {
        var rest = old.Rest;
        if (!rest.IsEmpty)
        {
            var piece = new Piece
            {
                Time = old.RestTime,
                ConnectionId = Key.Id,
                Position = _origin[direction],
                Size = (ulong)rest.Length,
                IsEncrypted = Key.IsEncrypted,
                IsIngress = direction == 1,
                IsDatagram = false,
                IsContinuation = false,
                Payload = rest,
            };
            if (_parser is null)
                Begin(piece, direction);
            else
                Feed(direction, piece.Position, piece.Size, rest, piece.Time);
        }

        old.Clear();
    }

    /// <summary>Whether it is known now what the connection speaks. What may be the beginning of something is kept.</summary>
    private bool Judge(ReadOnlySpan<byte> bytes, bool isDatagram, int direction)
    {
        var first = _first[direction];
        if (inference.Tell(bytes, isDatagram, _refuted, out var side, out var isPrefix) is not { } slot)
        {
            if (!isPrefix)
            {
                unknown.SkippedBytes += bytes.Length;
                first.Clear();
                // What is found later begins somewhere else.
                _origin[direction] = 0;
            }
            else if (first.Length == 0)
            {
                Keep(direction, bytes, _firstTime[direction]);
            }

            return false;
        }

        _slot = slot;
        // Direction 0 is egress: who asks there is the client.
        var isClient = side is { } known ? known == Side.Request == (direction == 0)
            : Endpoints.TraceRole switch { Client => true, Server => false, _ => direction == 0 };
        TraceRole = isClient ? Client : Server;
        (_sides[0], _sides[1]) = isClient ? (Side.Request, Side.Response) : (Side.Response, Side.Request);
        IsDatagram = isDatagram;
        _parser = slot.Protocol.Open(this);
        if (isDatagram)
            return true;
        for (var i = 0; i < 2; i++)
            _readers[i] = new StreamReader(_sides[i], _origin[i], _origin[i] != 0 || !_joined.IsJoined ? 0 : i == direction || _first[i].Length > 0 ? _firstPosition[i] : _joined[i]);
        (_readers[0]!.Peer, _readers[1]!.Peer) = (_readers[1], _readers[0]);
        _readers[0]!.Join(_parser);
        _readers[1]!.Join(_parser);
        _answering = isClient ? _readers[1] : _readers[0];
        slot.Counters.Opened++;
        // What the other end had begun to say came before.
        FeedFirst(1 - direction, _first[1 - direction].Length);
        return true;
    }

    private void FeedFirst(int direction, int length)
    {
        var (first, times) = (_first[direction], _firstTimes[direction]);
        for (var at = 0; at < length;)
        {
            // Piece by piece, so that each message has its own time.
            var end = Math.Min(length, times!.EndAfter(at, length));
            Feed(direction, _firstPosition[direction] + (ulong)at, (ulong)(end - at), first.Bytes[at..end], times.At(at));
            at = end;
        }

        first.Clear();
    }

    /// <summary>Keeps what may be the beginning of something, as much as there is room for; how much that was.</summary>
    private int Keep(int direction, ReadOnlySpan<byte> bytes, long time)
    {
        var (first, times) = (_first[direction], _firstTimes[direction] ??= new PieceTimes());
        if (first.Length == 0)
            times.Clear();
        times.Add(first.Length, time);
        return first.Append(bytes);
    }

    private void Forget(StreamBuffer first)
    {
        unknown.SkippedBytes += first.Length;
        first.Clear();
    }

    private void Feed(int direction, ulong position, ulong size, ReadOnlySpan<byte> payload, long time)
    {
        var (reader, answering) = (_readers[direction]!, _answering!);
        if (answering.IsHeld && time - answering.HeldSince > EarlyResponse.Bound)
            answering.Release(_parser!, Counters);
        reader.Take(_parser!, Counters, position, size, payload, time);
        if (answering.IsHeld && !ReferenceEquals(reader, answering))
            answering.Resume(_parser!, Counters);
    }
}
