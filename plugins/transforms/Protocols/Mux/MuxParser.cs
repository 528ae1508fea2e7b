using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Mux;

/// <summary>
/// One connection. Either side may ask; a message and its answer have the same tag, which is free again after the answer. Both may come in fragments, between those of others.
/// After a loss nobody who waited is paired: its tag may be somebody else's by now.
/// </summary>
internal sealed class MuxParser : Parser
{
    private const int MostWaiting = 1 << 16;

    private readonly MuxProtocol _mux;
    private readonly IConnection _connection;

    // By who asked.
    private readonly IdPairing<int, MuxExchange>[] _asked;
    private readonly Direction[] _directions = new Direction[2];
    private bool _hasLost;

    public MuxParser(MuxProtocol mux, IConnection connection)
    {
        (_mux, _connection) = (mux, connection);
        _asked = [Pairing(), Pairing()];
    }

    public override int Read(Side side, ReadOnlySpan<byte> view, Moment moment)
    {
        ref var direction = ref _directions[(int)side];
        if (direction.IsActive)
            return GoOn(side, ref direction, view, moment.Last);
        if (view.Length < MuxHeader.Size)
            return 0;
        if (!MuxHeader.TryRead(view, out var header))
            return Invalid;
        Begin(side, header, ref direction, moment.First);
        GoOn(side, ref direction, default, moment.Last);
        return MuxHeader.Size;
    }

    public override bool IsResponseDue(ReadOnlySpan<byte> view)
    {
        // After a loss its request may be among what was lost, and the tag another's before it is known.
        if (_hasLost || _directions[(int)Side.Response].IsActive || view.Length < MuxHeader.Size || !MuxHeader.TryRead(view, out var header))
            return true;
        return header.Asks || header.IsAlone || header.Tag == 0 || WaitsFor(Side.Request, header) is not null;
    }

    public override bool Skip(Side side, ulong bytes, long time)
    {
        ref var direction = ref _directions[(int)side];
        if (!direction.IsActive)
            return false;
        var inside = Math.Min(bytes, (ulong)direction.Left);
        direction.Left -= (long)inside;
        direction.Exchange?.Skip(direction.IsAnswer);
        GoOn(side, ref direction, default, time);
        return inside == bytes;
    }

    public override void Lose(Side side)
    {
        Drop(side);
        _hasLost = true;
        // What was asked there in part has lost the rest, what waits for answers from there may have had them.
        _asked[0].Clear();
        _asked[1].Clear();
    }

    public override int Find(Side side, ReadOnlySpan<byte> view)
    {
        var found = Look(side, view);
        // What is passed over may be the beginning of an answer that goes on behind it.
        if (found is not (0 or ~0))
            _asked[1 - (int)side].Clear();
        return found;
    }

    public override void Close()
    {
    }

    public override void Abandon()
    {
        Drop(Side.Request);
        Drop(Side.Response);
        _asked[0].Clear();
        _asked[1].Clear();
    }

    private static int Look(Side side, ReadOnlySpan<byte> view)
    {
        for (var at = 0; at < view.Length; at++)
        {
            var guess = MuxGuess.Of(view[at..]);
            if (guess.Confidence >= Guess.Enough && (guess.Side is not { } known || known == side))
                return at;
            if (guess.IsPrefix && view.Length - at < Guess.MostBytes)
                return ~at;
        }

        return ~view.Length;
    }

    private IdPairing<int, MuxExchange> Pairing() => new(long.MaxValue, MostWaiting, long.MaxValue, (exchange, _) => Unpaired(exchange));

    private void Begin(Side side, in MuxHeader header, ref Direction direction, long time)
    {
        direction = new Direction { IsActive = true, Left = header.Length - MuxHeader.Counted, HasMore = header.IsFragment };
        var answered = header.Asks || header.IsAlone ? null : WaitsFor(1 - side, header);
        if (answered is not null)
        {
            (direction.Exchange, direction.IsAnswer) = (answered, true);
        }
        else if (header.Asks && WaitsFor(side, header) is { IsWhole: false } begun)
        {
            direction.Exchange = begun;
        }
        else if (header.Asks || header.IsAlone || IsCheck(side, header))
        {
            direction.Exchange = Ask(side, header, time);
        }
        else
        {
            _connection.Counters.UnpairedResponses += header.IsFragment ? 0 : 1;
            return;
        }

        direction.Exchange!.Add(header, direction.IsAnswer);
    }

    /// <summary>Who waits for an answer with a tag, or for the rest of its fragments.</summary>
    private MuxExchange? WaitsFor(Side asker, in MuxHeader header) =>
        _asked[(int)asker].Find(header.Tag) is { } exchange && (header.Asks ? header.Type == exchange.Type : header.Answers(exchange.Type)) ? exchange : null;

    /// <summary>Whether a client asks if the server knows how to begin, by an error that it sends back as it is.</summary>
    private static bool IsCheck(Side side, in MuxHeader header) => side == Side.Request && header.Tag > 0 && header.Type is MuxType.Rerr or MuxType.OldRerr;

    private MuxExchange Ask(Side side, in MuxHeader header, long time)
    {
        var exchange = _mux.Rent();
        exchange.Begin(_connection.Endpoints, time, header, side);
        if (header.IsAlone)
            return exchange;
        var asked = _asked[(int)side];
        // Who uses a tag again has had the answer.
        if (asked.Find(header.Tag) is { } before)
        {
            asked.Answered(header.Tag, before);
            Unpaired(before);
        }

        asked.Ask(header.Tag, exchange, 0, 0);
        return exchange;
    }

    private int GoOn(Side side, ref Direction direction, ReadOnlySpan<byte> view, long time)
    {
        view = view[..(int)Math.Min(view.Length, direction.Left)];
        direction.Left -= view.Length;
        if (direction.Exchange is { } exchange)
        {
            exchange.Take(view, direction.IsAnswer);
            _connection.Charge(exchange.Memory - exchange.Charged);
            exchange.Charged = exchange.Memory;
        }

        if (direction.Left == 0)
            End(side, ref direction, time);
        return view.Length;
    }

    /// <summary>A message, or a fragment of one, is whole.</summary>
    private void End(Side side, ref Direction direction, long time)
    {
        var ended = direction;
        direction = default;
        _connection.Counters.Messages += ended.HasMore ? 0 : 1;
        if (ended.Exchange is not { } exchange || ended.HasMore)
            return;
        if (ended.IsAnswer)
        {
            _asked[1 - (int)side].Answered(exchange.Tag, exchange);
            exchange.EndTime = time;
            // What was not asked to its end lost some of it, which nobody noticed yet.
            if (exchange is { IsWhole: true, IsDoubtful: false })
                Emit(exchange);
            else
                Unpaired(exchange);
        }
        else if (exchange.Type is MuxType.Tlease or MuxType.Tdiscarded or MuxType.OldTdiscarded)
        {
            Emit(exchange);
        }
        else
        {
            // It may be the rest of a message whose first fragments were lost: its answer is nobody else's.
            (exchange.IsWhole, exchange.IsDoubtful) = (true, _hasLost && !exchange.HasBeginning);
        }
    }

    /// <summary>An exchange is over: what is still to come of it belongs to nobody.</summary>
    private void Forget(MuxExchange exchange)
    {
        foreach (ref var direction in _directions.AsSpan())
            if (ReferenceEquals(direction.Exchange, exchange))
                direction.Exchange = null;
    }

    private void Emit(MuxExchange exchange)
    {
        _connection.Rows.Add(_connection, exchange);
        Recycle(exchange);
    }

    private void Drop(Side side)
    {
        ref var direction = ref _directions[(int)side];
        // One that waits is told of by the pairing.
        if (direction is { IsActive: true, IsAnswer: false, Exchange: { } exchange } && !exchange.Waits)
            Unpaired(exchange);
        direction = default;
    }

    private void Unpaired(MuxExchange exchange)
    {
        Forget(exchange);
        _connection.Counters.UnpairedRequests++;
        Recycle(exchange);
    }

    private void Recycle(MuxExchange exchange)
    {
        _connection.Charge(-exchange.Charged);
        _mux.Return(exchange);
    }

    /// <summary>Where a direction stands.</summary>
    private struct Direction
    {
        public bool IsActive;

        /// <summary>Bytes of the message, or of its fragment, that are still to come.</summary>
        public long Left;

        /// <summary>Whether another fragment follows.</summary>
        public bool HasMore;

        public bool IsAnswer;

        /// <summary>Null: it belongs to nobody.</summary>
        public MuxExchange? Exchange;
    }
}
