using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>
/// What the commands and replies of a connection are to each other: which reply is whose, which belongs to a subscription, and what a server sends by itself. Each
/// pair becomes a row.
/// </summary>
internal sealed class RedisDialogue
{
    // Clients are told to pipeline, and do it by the ten thousand.
    private const int MostWaiting = 1 << 16;

    private readonly RedisProtocol _redis;
    private readonly IConnection _connection;
    private readonly RedisMemory _kept;
    private readonly OrderedPairing<RedisExchange> _pairs;

    // A subscription that gets more replies.
    private RedisExchange? _answering;
    private RedisSession _session = new();

    public RedisDialogue(RedisProtocol redis, IConnection connection, RedisMemory kept)
    {
        (_redis, _connection, _kept) = (redis, connection, kept);
        _pairs = new OrderedPairing<RedisExchange>(Unpaired, MostWaiting, Emit);
    }

    /// <summary>Whether what follows on the connection is no dialogue any more, such as the stream to a replica.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The command that is being read; null between commands, and when it has no need of its rest.</summary>
    public RedisExchange? Asking { get; private set; }

    /// <summary>Whether the next reply belongs to a command that is known and has none yet.</summary>
    public bool IsReplyDue => _pairs.Front is { IsAnswered: false };

    /// <summary>Whether the reply that is due is to a command that has the server send a stream.</summary>
    public bool IsStreamDue => _pairs.Front is { Kind: CommandKind.Sync };

    /// <summary>Whether the server may send something by itself at any time.</summary>
    public bool IsPushing => _session.IsPushing;

    /// <summary>Whether what begins here is a reply to a command that is not here yet, or what may turn out to be one.</summary>
    public bool IsEarly(ReadOnlySpan<byte> view) =>
        (_pairs.IsEarly || _pairs.Front is { IsAnswered: true }) && _session.IsReplying && Boundary.IsReply(view) != false && Boundary.Push(view) != 0;

    /// <summary>Whether a command is the only one that waits.</summary>
    public bool WaitsAlone(RedisExchange exchange) => !_pairs.IsInDoubt && _pairs.Waiting == 1 && ReferenceEquals(_pairs.Front, exchange);

    /// <summary>A command begins.</summary>
    public RedisExchange Begin(long arguments, long time)
    {
        var exchange = _kept.RentExchange();
        exchange.Begin(_connection.Endpoints, time);
        exchange.Arguments = arguments;
        return Asking = exchange;
    }

    /// <summary>It is known what a command is; the rest of it may be still to come, and bytes of that may never be seen.</summary>
    public void Ask(RedisExchange exchange)
    {
        exchange.IsTold = true;
        exchange.Words = CommandName.Write(exchange.Request.Bytes, exchange.Command);
        exchange.Kind = CommandName.KindOf(exchange);
        exchange.Rule = _redis.Secrets.RuleOf(exchange.Command.Bytes);
        _kept.Recharge(exchange);
        if (exchange.Kind is CommandKind.Subscribe or CommandKind.Unsubscribe)
            exchange.Left = exchange.Arguments > 1 ? exchange.Arguments - 1 : -1;
        exchange.IsAnswered = !_session.Ask(exchange.Kind);
        if (!exchange.IsAnswered)
            _pairs.Ask(exchange, exchange.Time);
    }

    /// <summary>A command is whole.</summary>
    public void RequestEnds()
    {
        _connection.Counters.Messages++;
        if (Asking is not { } exchange)
            return;
        Asking = null;
        HasEnded |= exchange.Kind == CommandKind.ReplicaAck;
        _kept.Recharge(exchange);
        if (exchange.IsAnswered && exchange.Reply is null)
            Emit(exchange);
        else if (exchange.IsAnswered)
            _pairs.Answered();
    }

    /// <summary>Forgets a command in the middle; one that waits for its reply is still with those that wait.</summary>
    public void DropRequest()
    {
        if (Asking is { } asking && (!asking.IsTold || asking.IsAnswered && asking.Reply is null))
            _kept.Recycle(asking);
        Asking = null;
    }

    /// <summary>The server begins the stream that it was asked for.</summary>
    public void StreamBegins(Moment moment)
    {
        HasEnded = true;
        if (_pairs.Answer(moment.First) is not { } exchange)
        {
            _connection.Counters.UnpairedResponses++;
            return;
        }

        exchange.EndTime = moment.Last;
        Answered(exchange);
    }

    /// <summary>A reply is whole, or what may be taken for one; it is the dialogue's from here on.</summary>
    /// <param name="reply">What was read.</param>
    /// <param name="last">The number it ends with, of subscriptions that are left.</param>
    /// <param name="time">When its last byte was moved.</param>
    public void ReplyEnds(RedisReply reply, long last, long time)
    {
        _kept.Recharge(reply);
        _connection.Counters.Messages++;
        var isArray = reply.Kind is ReplyKind.Array or ReplyKind.Push;
        var word = isArray ? Boundary.FirstWord(reply.Wire.Bytes, out _) : default;
        if (PushWords.IsConfirmation(word) && TryConfirm(reply, word, last, time))
            return;
        if (_session.IsPushed(reply, word))
        {
            _session.Push(word, last);
            Emit(reply, word);
            return;
        }

        Finish();
        Answer(reply, time);
    }

    /// <summary>Ends a subscription that gets no more replies.</summary>
    public void Finish()
    {
        if (_answering is not { } exchange)
            return;
        _answering = null;
        Answered(exchange);
    }

    /// <summary>Commands were missed.</summary>
    public void LoseRequests() => _session.Lose();

    /// <summary>Messages of either side were missed: nobody knows which reply is whose.</summary>
    public void LosePairs()
    {
        _pairs.Lose();
        _answering = null;
    }

    /// <summary>Nothing is on its way any more.</summary>
    public void Rest() => _pairs.Rest();

    /// <summary>Nothing that waits will be answered.</summary>
    public void Clear() => _pairs.Clear();

    /// <summary>Whether it is what a subscription waits for.</summary>
    private bool TryConfirm(RedisReply reply, ReadOnlySpan<byte> word, long last, long time)
    {
        var exchange = _answering ?? _pairs.Front;
        if (exchange is null || exchange.IsAnswered || exchange.Left == 0 || !System.Text.Ascii.EqualsIgnoreCase(exchange.Command.Bytes, word))
            return false;
        var isFirst = _answering is null;
        _answering ??= _pairs.Answer(reply.Time);
        if (_answering is null)
            return false;
        var isNoneLeft = _session.Confirm(word, last);
        if (isFirst)
        {
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
            if (_pairs.IsInDoubt)
                LosePairs();
            if (_pairs.Waiting == 0)
                _session.Contradict();
            _kept.Recycle(reply);
            return;
        }

        (exchange.Reply, exchange.EndTime) = (reply, time);
        _session.Answer(exchange, reply);
        HasEnded |= exchange.Kind == CommandKind.Sync && reply.Kind != ReplyKind.Error;
        Answered(exchange);
    }

    private void Answered(RedisExchange exchange)
    {
        exchange.IsAnswered = true;
        if (!ReferenceEquals(exchange, Asking))
            _pairs.Answered();
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

    private void Emit(RedisExchange exchange)
    {
        _connection.Rows.Add(_connection, exchange);
        _kept.Recycle(exchange);
    }

    private void Unpaired(RedisExchange exchange)
    {
        _connection.Counters.UnpairedRequests++;
        _connection.Counters.UnpairedResponses += _pairs.IsRefuting ? 1 : 0;
        _session.Unpair(exchange.Kind);
        // What it set, if it was taken for answered, may not have been set.
        if (_pairs.IsInDoubt)
            _session.Lose();
        if (ReferenceEquals(_answering, exchange))
            _answering = null;
        if (ReferenceEquals(Asking, exchange))
            Asking = null;
        _kept.Recycle(exchange);
    }
}
