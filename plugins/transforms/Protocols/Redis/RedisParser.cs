using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>
/// One connection. Commands and replies are read as they come, whatever their size; a pair is made when the reply is whole. After a loss a reply is taken for one
/// where it is the first thing behind a request that was asked since, and what a server sends by itself wherever it is found.
/// </summary>
internal sealed class RedisParser : Parser
{
    // Clients are told to pipeline, and do it by the ten thousand.
    private const int MostWaiting = 1 << 16;

    private readonly RedisProtocol _redis;
    private readonly IConnection _connection;
    private readonly RedisMemory _kept;
    private readonly OrderedPairing<RedisExchange> _pairs;
    private CommandReader _command;
    private ReplyReader _reader;
    private RedisExchange? _asking;
    private RedisReply? _reply;

    // A subscription that gets more replies.
    private RedisExchange? _answering;
    private RedisSession _session = new();
    private bool _mayResume;
    private bool _hasEnded;

    // Bytes of replies that the frame keeps because the last call left them, and whether they are of no interest any more.
    private int _left;
    private bool _isLeftStale;

    public RedisParser(RedisProtocol redis, IConnection connection)
    {
        (_redis, _connection, _kept) = (redis, connection, new RedisMemory(redis, connection));
        _pairs = new OrderedPairing<RedisExchange>(Unpaired, MostWaiting);
    }

    public override bool HasEnded => _hasEnded;

    public override int Read(Side side, ReadOnlySpan<byte> view, Moment moment) =>
        side == Side.Request ? ReadRequest(view, moment) : ReadReply(view, moment);

    public override bool Skip(Side side, ulong bytes, long time)
    {
        if (side == Side.Request)
            return SkipRequest(bytes);
        (_left, _isLeftStale) = (0, false);
        if (_reply is null)
            return false;
        var inside = _reader.Skip(bytes);
        _reply.Wire.Skip(inside);
        if (!_reader.IsActive)
            ReplyEnds(time);
        return inside == bytes;
    }

    public override void Lose(Side side)
    {
        if (side == Side.Request)
        {
            DropRequest();
            _session.Lose();
        }
        else
        {
            DropReply();
            (_mayResume, _left, _isLeftStale) = (false, 0, false);
        }

        LosePairs();
    }

    public override int Find(Side side, ReadOnlySpan<byte> view)
    {
        if (side == Side.Request)
            return FindRequest(view);
        var isReply = _mayResume ? Boundary.IsReply(view) : false;
        if (isReply is null)
            return ~0;
        _mayResume = false;
        if (isReply == true)
            return 0;
        var found = Boundary.Push(view);
        // What is passed over may be what somebody waits for.
        if (found != 0)
            LosePairs();
        return found;
    }

    private int FindRequest(ReadOnlySpan<byte> view)
    {
        var found = Boundary.Request(view);
        // There may be commands in what is passed over.
        if (found != 0)
            LosePairs();
        return found;
    }

    public override void Close() => Finish();

    public override void Abandon()
    {
        _pairs.Clear();
        DropRequest();
        DropReply();
    }

    private bool SkipRequest(ulong bytes)
    {
        // What a command is, and what about, is in its first arguments: without those there is nothing to tell.
        if (!_command.IsActive || _asking is { IsTold: false })
            return false;
        var inside = _command.Skip(bytes);
        _asking?.Request.Skip(inside);
        if (!_command.IsActive)
            RequestEnds();
        return inside == bytes;
    }

    private int ReadRequest(ReadOnlySpan<byte> view, Moment moment)
    {
        var at = 0;
        if (!_command.IsActive)
        {
            if (view[0] != '*')
                return ReadLine(view, moment);
            at = RespLine.Integer(view, out var arguments);
            if (at == 0 || arguments is > int.MaxValue or RespLine.Streamed)
                return at == 0 ? 0 : Invalid;
            // Servers pass over an empty one.
            if (at < 0 || arguments <= 0)
                return at;
            Begin(arguments, moment);
            _command.Begin(arguments);
        }

        var taken = _command.Read(view[at..]);
        if (taken < 0)
            return Invalid;
        at += taken;
        if (_asking is { } asking)
        {
            asking.Request.Add(view[..at], _redis.MostWire);
            if (!asking.IsTold && (!_command.IsActive || asking.Request.IsFull(_redis.MostWire) || CommandName.IsTold(asking.Request.Bytes)))
                Ask(asking);
        }

        if (!_command.IsActive)
            RequestEnds();
        return at;
    }

    private int ReadLine(ReadOnlySpan<byte> view, Moment moment)
    {
        var end = view.IndexOf((byte)'\n');
        if (end < 0)
            return CommandName.IsWord(view[..1]) || view[0] is (byte)' ' or (byte)'\r' ? 0 : Invalid;
        var line = view[end - 1 >= 0 && view[end - 1] == '\r' ? ..(end - 1) : ..end];
        if (!_redis.Inline.TryRead(line))
            return Invalid;
        if (_redis.Inline.Count == 0)
            return end + 1;
        var asking = Begin(_redis.Inline.Count, moment);
        asking.Request.Replace(_redis.Inline.Wire, (ulong)(end + 1), _redis.MostWire);
        Ask(asking);
        RequestEnds();
        return end + 1;
    }

    private RedisExchange Begin(long arguments, Moment moment)
    {
        var exchange = _kept.RentExchange();
        exchange.Begin(_connection.Endpoints, moment.First);
        exchange.Arguments = arguments;
        return _asking = exchange;
    }

    /// <summary>It is known what a command is; the rest of it may be still to come, and bytes of that may never be seen.</summary>
    private void Ask(RedisExchange exchange)
    {
        exchange.IsTold = true;
        exchange.Words = CommandName.Write(exchange.Request.Bytes, exchange.Command);
        exchange.Kind = CommandName.KindOf(exchange);
        exchange.Rule = _redis.Secrets.RuleOf(exchange.Command.Bytes);
        _kept.Recharge(exchange);
        if (exchange.Kind is CommandKind.Subscribe or CommandKind.Unsubscribe)
            exchange.Left = exchange.Arguments > 1 ? exchange.Arguments - 1 : -1;
        _mayResume = true;
        exchange.IsAnswered = !_session.Ask(exchange.Kind);
        if (!exchange.IsAnswered)
            Wait(exchange);
    }

    /// <summary>A command is whole.</summary>
    private void RequestEnds()
    {
        _connection.Counters.Messages++;
        if (_asking is not { } exchange)
            return;
        _asking = null;
        _hasEnded |= exchange.Kind == CommandKind.ReplicaAck;
        _kept.Recharge(exchange);
        if (exchange.IsAnswered && exchange.Reply is null)
            Emit(exchange);
        else if (exchange.IsAnswered)
            EmitAnswered(exchange);
    }

    private void Wait(RedisExchange exchange)
    {
        _pairs.Ask(exchange, exchange.Time);
        // Nobody who waits for nothing else asks in the middle of a reply: what is being read is none.
        if (_pairs.Waiting != 1 || !ReferenceEquals(_pairs.Front, exchange) || (_reply is null && _left == 0) || _session.IsPushing || _reader.Kind == ReplyKind.Push)
            return;
        DropReply();
        _isLeftStale = _left > 0;
    }

    private int ReadReply(ReadOnlySpan<byte> view, Moment moment)
    {
        if (_isLeftStale)
        {
            (_isLeftStale, var stale, _left) = (false, _left, 0);
            return Math.Min(stale, view.Length);
        }

        if (_reply is null)
        {
            // A server that has a stream to prepare sends empty lines meanwhile; the stream itself is no value.
            if (_pairs.Front is { Kind: CommandKind.Sync } && view[0] is (byte)'\n' or (byte)'$')
                return view[0] == '\n' ? 1 : StreamBegins(view.Length, moment);
            _reply = _kept.RentReply();
            _reply.Time = moment.First;
        }

        var taken = _reader.Read(view, _reply.Error);
        if (taken < 0)
            return Invalid;
        _reply.Wire.Add(view[..taken], _redis.MostWire);
        _left = view.Length - taken;
        if (!_reader.IsActive)
        {
            _left = 0;
            ReplyEnds(moment.Last);
        }
        else if (taken > 0)
        {
            _kept.Recharge(_reply);
        }

        return taken;
    }

    private int StreamBegins(int bytes, Moment moment)
    {
        var exchange = _pairs.Answer(moment.First)!;
        exchange.EndTime = moment.Last;
        _hasEnded = true;
        Answered(exchange);
        return bytes;
    }

    private void ReplyEnds(long time)
    {
        var reply = _reply!;
        _reply = null;
        (reply.Kind, reply.Count) = (_reader.Kind, (ulong)Math.Max(0, _reader.Count));
        _kept.Recharge(reply);
        _connection.Counters.Messages++;
        var isArray = reply.Kind is ReplyKind.Array or ReplyKind.Push;
        var word = isArray ? Boundary.FirstWord(reply.Wire.Bytes, out _) : default;
        if (PushWords.IsConfirmation(word) && TryConfirm(reply, word, time))
            return;
        if (_session.IsPushed(reply, word))
        {
            _session.Push(word, _reader.LastInteger);
            Emit(reply, word);
            return;
        }

        Finish();
        Answer(reply, time);
    }

    /// <summary>Whether it is what a subscription waits for.</summary>
    private bool TryConfirm(RedisReply reply, ReadOnlySpan<byte> word, long time)
    {
        var exchange = _answering ?? _pairs.Front;
        if (exchange is null || exchange.IsAnswered || exchange.Left == 0 || !System.Text.Ascii.EqualsIgnoreCase(exchange.Command.Bytes, word))
            return false;
        var isNoneLeft = _session.Confirm(word, _reader.LastInteger);
        if (_answering is null)
        {
            _answering = _pairs.Answer(reply.Time);
            (exchange.Reply, reply.Count) = (reply, 1);
        }
        else
        {
            exchange.Reply!.Add(reply, _redis.MostWire);
            _kept.Recharge(exchange.Reply);
            _kept.Recycle(reply);
        }

        exchange.EndTime = time;
        if (exchange.Left > 0)
            exchange.Left--;
        else if (isNoneLeft)
            exchange.Left = 0;
        if (exchange.Left == 0)
            Finish();
        return true;
    }

    private void Answer(RedisReply reply, long time)
    {
        // One that has its reply already waits for the rest of the command.
        if (_pairs.Answer(reply.Time) is not { IsAnswered: false } exchange)
        {
            _connection.Counters.UnpairedResponses++;
            if (_pairs.Waiting == 0)
                _session.Contradict();
            _kept.Recycle(reply);
            return;
        }

        (exchange.Reply, exchange.EndTime) = (reply, time);
        _session.Answer(exchange, reply);
        _hasEnded |= exchange.Kind == CommandKind.Sync && reply.Kind != ReplyKind.Error;
        Answered(exchange);
    }

    private void Answered(RedisExchange exchange)
    {
        exchange.IsAnswered = true;
        if (!ReferenceEquals(exchange, _asking))
            EmitAnswered(exchange);
    }

    /// <summary>Ends a subscription that gets no more replies.</summary>
    private void Finish()
    {
        if (_answering is not { } exchange)
            return;
        _answering = null;
        Answered(exchange);
    }

    /// <summary>A row of what the server sent by itself.</summary>
    private void Emit(RedisReply reply, ReadOnlySpan<byte> word)
    {
        var exchange = _kept.RentExchange();
        exchange.Begin(_connection.Endpoints, reply.Time);
        exchange.Command.Add("PUSH "u8);
        if (word.IsEmpty || PushWords.IsMessage(word))
            exchange.Command.Add(reply.Kind == ReplyKind.SimpleString ? "MONITOR"u8 : "PUB"u8);
        else
            CommandName.Add(word, exchange.Command);
        exchange.Reply = reply;
        Emit(exchange);
    }

    private void EmitAnswered(RedisExchange exchange)
    {
        _pairs.Answered();
        Emit(exchange);
    }

    private void Emit(RedisExchange exchange)
    {
        _connection.Rows.Add(_connection, exchange);
        _kept.Recycle(exchange);
    }

    private void Unpaired(RedisExchange exchange)
    {
        _connection.Counters.UnpairedRequests++;
        _session.Unpair(exchange.Kind);
        if (ReferenceEquals(_answering, exchange))
            _answering = null;
        if (ReferenceEquals(_asking, exchange))
            _asking = null;
        _kept.Recycle(exchange);
    }

    /// <summary>Forgets a command in the middle; one that waits for its reply is still with those that wait.</summary>
    private void DropRequest()
    {
        _command.End();
        if (_asking is { } asking && (!asking.IsTold || asking.IsAnswered && asking.Reply is null))
            _kept.Recycle(asking);
        _asking = null;
    }

    private void DropReply()
    {
        _reader.Clear();
        if (_reply is { } reply)
            _kept.Recycle(reply);
        _reply = null;
    }

    private void LosePairs()
    {
        _pairs.Lose();
        _answering = null;
    }
}
