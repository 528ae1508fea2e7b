namespace Pipeline.Sources.Replay.Connections;

/// <summary>One direction of a connection: how far it was passed on, and what came too early.</summary>
internal sealed class ByteStream(Connection connection, byte direction)
{
    // What somebody receives before any of it is captured.
    private const uint MostMissed = 1 << 20;

    private uint _sequence;
    private uint _firstSequence;

    // Of an opening that was answered twice, until it is known which answer counts.
    private uint? _otherStart;

    // What the other side had received when the connection was joined in the middle.
    private uint? _received;

    public Connection Connection => connection;

    public byte Direction => direction;

    /// <summary>Bytes passed on or passed over: the position of the next.</summary>
    public long Position { get; private set; }

    /// <summary>The position of the first byte there can be.</summary>
    public long Origin { get; private set; }

    /// <summary>Whether it is known which sequence number <see cref="Origin"/> has.</summary>
    public bool Started { get; private set; }

    /// <summary>Position behind the last byte, once the sender has said it.</summary>
    public long? End { get; set; }

    /// <summary>The position up to which the other side says it has everything.</summary>
    public long Acknowledged { get; set; } = -1;

    /// <summary>What came before the bytes in front of it.</summary>
    public PieceList Early { get; } = new();

    /// <summary>Where this stream stands among those with early pieces; null when it has none.</summary>
    public LinkedListNode<ByteStream>? Hole { get; set; }

    /// <summary>Whether somebody looks after its hole later.</summary>
    public bool IsWatched { get; set; }

    /// <summary>The latest bytes that were passed over: from, to.</summary>
    public (long Start, long End) LastGap { get; private set; }

    /// <summary>When the latest bytes were passed on: no others of this stream could be read before.</summary>
    public long LastTime { get; set; }

    private ByteStream Other => connection.OtherThan(this);

    /// <summary>Whether what comes next is here, and waits for bytes of the other direction that its sender had when it was sent.</summary>
    public bool IsBlocked => !Early.IsEmpty && Early.Start <= Position && !Other.Reached(Early.First.Sent.After);

    /// <summary>The position behind the bytes that are missing; null when none are.</summary>
    public long? BehindHole =>
        !Early.IsEmpty ? Early.Start > Position ? Early.Start : null
        : End > Position ? End
        : Other.IsBlocked ? Math.Min(Other.Early.First.Sent.After, End ?? long.MaxValue) : null;

    /// <summary>Whether the other side has received the missing bytes: then nobody will send them again.</summary>
    public bool HoleIsFinal => BehindHole is { } behind && Acknowledged >= behind;

    /// <summary>Whether every byte was passed on or passed over.</summary>
    public bool IsComplete => End is { } end && Position >= end;

    /// <param name="sequence">Of the first byte.</param>
    /// <param name="isBeginning">Whether that is the first byte of the stream, not only of those that were seen.</param>
    public void Start(uint sequence, bool isBeginning)
    {
        (_sequence, _firstSequence) = (sequence, sequence);
        Origin = isBeginning ? 0 : ConnectionTables.UnknownStart;
        (Position, Started) = (Origin, true);
    }

    /// <summary>The other side, whose beginning was not seen, says that it has everything before this: nothing that it is sent from here on was seen yet.</summary>
    public void Receive(uint acknowledged)
    {
        if (!Started)
            _received ??= acknowledged;
    }

    /// <summary>Starts in the middle, where the other side stood: positions of both directions count from the same moment on.</summary>
    /// <param name="sequence">Of the first byte that was seen.</param>
    public void Join(uint sequence)
    {
        // Further off, or before it, it tells nothing.
        var isNear = _received is { } received && sequence - received <= MostMissed;
        Start(isNear ? _received!.Value : sequence, isBeginning: false);
    }

    /// <summary>The opening was answered once more: the first byte may have this number instead.</summary>
    public void StartAlso(uint sequence)
    {
        if (StartedOtherThan(sequence) && Acknowledged < 0 && Position == 0 && Early.IsEmpty)
            _otherStart = sequence;
    }

    /// <summary>The other side acknowledges this: so it goes on with the beginning that is the nearest before it.</summary>
    public void Choose(uint acknowledged)
    {
        if (_otherStart is { } other && acknowledged - other < acknowledged - _firstSequence && Position == 0 && Early.IsEmpty)
            Start(other, isBeginning: true);
        _otherStart = null;
    }

    /// <summary>Whether the first byte has another sequence number than this.</summary>
    public bool StartedOtherThan(uint sequence) => Started && _firstSequence != sequence;

    /// <summary>The position of a sequence number within 2 GiB of the next.</summary>
    public long PositionOf(uint sequence) => Position + (int)(sequence - _sequence);

    /// <summary>Whether everything was passed on or over up to a position, or up to the end: it too is acknowledged like a byte.</summary>
    public bool Reached(long position) => Position >= Math.Min(position, End ?? long.MaxValue);

    public void Advance(long bytes)
    {
        Position += bytes;
        _sequence += (uint)bytes;
    }

    /// <summary>Passes over what is missing; answers how much that is.</summary>
    public long PassHole()
    {
        var bytes = BehindHole!.Value - Position;
        LastGap = (Position, Position + bytes);
        Advance(bytes);
        return bytes;
    }
}
