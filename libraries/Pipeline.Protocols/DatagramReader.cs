namespace Pipeline.Protocols;

/// <summary>One direction of a connection of datagrams: hands the parser each of them, put together where it came in several pieces.</summary>
internal sealed class DatagramReader
{
    private DatagramBuffer? _held;

    /// <summary>Whether the rest of a datagram is waited for.</summary>
    public bool IsOpen => _held is { IsOpen: true };

    public int Memory => _held?.Memory ?? 0;

    /// <summary>Takes a datagram, or a part of one that is longer than a piece.</summary>
    public void Take(Parser parser, Counters counters, Side side, in Piece piece)
    {
        counters.Bytes += piece.Payload.Length;
        var unseen = (long)piece.Size - piece.Payload.Length;
        counters.GapBytes += Math.Max(0, unseen);
        var goesOn = piece.Size >= DatagramBuffer.FullPiece && unseen <= 0;
        if (piece.IsDatagram)
        {
            Finish(parser, counters, side);
            if (goesOn)
                (_held ??= new DatagramBuffer()).Begin(piece);
            else
                Read(parser, counters, side, piece.Payload, piece.Time);
        }
        else if (_held is not { } held || !held.IsNext(piece))
        {
            // What it belongs to was not seen, or only in part.
            counters.SkippedBytes += piece.Payload.Length;
        }
        else
        {
            held.Append(piece);
            if (!goesOn)
                Finish(parser, counters, side);
        }
    }

    /// <summary>Nothing more of the last datagram will come.</summary>
    public void Finish(Parser parser, Counters counters, Side side)
    {
        if (!IsOpen)
            return;
        Read(parser, counters, side, _held!.Bytes, _held.Time);
        _held.Clear();
    }

    public void Clear() => _held?.Clear();

    private static void Read(Parser parser, Counters counters, Side side, ReadOnlySpan<byte> datagram, long time)
    {
        if (!datagram.IsEmpty && parser.Read(side, datagram, new Moment(time, time)) == Parser.Invalid)
            counters.Invalid++;
    }
}
