using System.Buffers.Text;
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
    private readonly OrderedPairing<RedisExchange> _pairs;
    private CommandReader _command;
    private ReplyReader _reader;
    private RedisExchange? _asking;
    private RedisReply? _reply;

    // A subscription that gets more replies.
    private RedisExchange? _answering;
    private Subscriptions _subscriptions;
    private Transaction _transaction;
    private ReplyMode _mode;
    private bool _isMonitor;
    private bool _hasAsked;
    private bool _mayResume;
    private bool _hasEnded;
    private long _database;

    // Bytes of replies that the frame keeps because the last call left them, and whether they are of no interest any more.
    private int _left;
    private bool _isLeftStale;

    public RedisParser(RedisProtocol redis, IConnection connection)
    {
        (_redis, _connection) = (redis, connection);
        _pairs = new OrderedPairing<RedisExchange>(Unpaired, MostWaiting);
        _transaction.Begin();
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
            // Of what was missed something may have selected another.
            _database = -1;
            _transaction.Select(-1);
            _mode = ReplyMode.On;
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
            return Boundary.Request(view);
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
        var exchange = _redis.RentExchange();
        exchange.Begin(_connection.Endpoints, moment.First);
        exchange.Arguments = arguments;
        return _asking = exchange;
    }

    /// <summary>It is known what a command is; the rest of it may be still to come, and bytes of that may never be seen.</summary>
    private void Ask(RedisExchange exchange)
    {
        exchange.IsTold = true;
        exchange.Words = CommandName.Write(exchange.Request.Bytes, exchange.Command);
        exchange.Kind = CommandName.KindOf(exchange.Command.Bytes, ArgumentOf(exchange));
        exchange.Rule = _redis.Secrets.RuleOf(exchange.Command.Bytes);
        Recharge(exchange);
        if (exchange.Kind is CommandKind.Subscribe or CommandKind.Unsubscribe)
            exchange.Left = exchange.Arguments > 1 ? exchange.Arguments - 1 : -1;
        (_hasAsked, _mayResume) = (true, true);
        exchange.IsAnswered = !IsAnswered(exchange.Kind);
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
        Recharge(exchange);
        if (exchange.IsAnswered && exchange.Reply is null)
            Emit(exchange);
        else if (exchange.IsAnswered)
            EmitAnswered(exchange);
    }

    /// <summary>Whether there will be a reply to the command that was asked just now.</summary>
    private bool IsAnswered(CommandKind kind)
    {
        var before = _mode;
        _mode = (kind, before) switch
        {
            (CommandKind.ReplyOn, _) => ReplyMode.On,
            (CommandKind.ReplyOff, _) => ReplyMode.Off,
            (_, ReplyMode.Off) => ReplyMode.Off,
            (CommandKind.ReplySkip, _) => ReplyMode.SkipNext,
            _ => ReplyMode.On,
        };
        // What selects a database and says nothing may have failed.
        if (before != ReplyMode.On && kind is CommandKind.Select or CommandKind.Exec or CommandKind.Reset)
            _database = -1;
        return kind == CommandKind.ReplyOn || (kind != CommandKind.ReplicaAck && before == ReplyMode.On && _mode == ReplyMode.On);
    }

    private void Wait(RedisExchange exchange)
    {
        _pairs.Ask(exchange, exchange.Time);
        // Nobody who waits for nothing else asks in the middle of a reply: what is being read is none.
        if (_pairs.Waiting != 1 || !ReferenceEquals(_pairs.Front, exchange) || (_reply is null && _left == 0) || IsPushing)
            return;
        DropReply();
        _isLeftStale = _left > 0;
    }

    private bool IsPushing => _subscriptions.Any || _isMonitor || _reader.Kind == ReplyKind.Push;

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
            _reply = _redis.RentReply();
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
            Recharge(_reply);
        }

        return taken;
    }

    private int StreamBegins(int bytes, Moment moment)
    {
        var exchange = _pairs.Answer(moment.First)!;
        exchange.EndTime = moment.Last;
        _hasEnded = true;
        EmitAnswered(exchange);
        return bytes;
    }

    private void ReplyEnds(long time)
    {
        var reply = _reply!;
        _reply = null;
        (reply.Kind, reply.Count) = (_reader.Kind, (ulong)Math.Max(0, _reader.Count));
        Recharge(reply);
        _connection.Counters.Messages++;
        var isArray = reply.Kind is ReplyKind.Array or ReplyKind.Push;
        var word = isArray ? Boundary.FirstWord(reply.Wire.Bytes, out _) : default;
        if (PushWords.IsConfirmation(word) && TryConfirm(reply, word, time))
            return;
        if (IsPushed(reply, word))
        {
            Subscribe(word);
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
        _subscriptions.Confirm(word, _reader.LastInteger);
        if (_answering is null)
        {
            _answering = _pairs.Answer(reply.Time);
            (exchange.Reply, reply.Count) = (reply, 1);
        }
        else
        {
            exchange.Reply!.Add(reply, _redis.MostWire);
            Recharge(exchange.Reply);
            Recycle(reply);
        }

        exchange.EndTime = time;
        if (exchange.Left > 0)
            exchange.Left--;
        else if (_subscriptions.IsNoneLeft(word))
            exchange.Left = 0;
        if (exchange.Left == 0)
            Finish();
        return true;
    }

    /// <summary>Whether the server sent it by itself. In RESP2 it looks like a reply, so that it takes a subscription, or that nobody ever asked.</summary>
    private bool IsPushed(RedisReply reply, ReadOnlySpan<byte> word)
    {
        if (reply.Kind == ReplyKind.Push)
            return true;
        if (reply.Kind == ReplyKind.SimpleString)
            return (_isMonitor || !_hasAsked) && Boundary.IsMonitored(reply.Wire.Bytes);
        return (_subscriptions.Any || !_hasAsked) && (PushWords.IsMessage(word) || PushWords.IsConfirmation(word));
    }

    private void Subscribe(ReadOnlySpan<byte> word)
    {
        if (PushWords.IsMessage(word))
            _subscriptions.Suppose(word);
        else if (PushWords.IsConfirmation(word))
            _subscriptions.Confirm(word, _reader.LastInteger);
    }

    private void Answer(RedisReply reply, long time)
    {
        // One that has its reply already waits for the rest of the command.
        if (_pairs.Answer(reply.Time) is not { IsAnswered: false } exchange)
        {
            _connection.Counters.UnpairedResponses++;
            // It was asked for silence, and the server did not agree.
            if (_pairs.Waiting == 0 && _mode != ReplyMode.On)
                _mode = ReplyMode.On;
            Recycle(reply);
            return;
        }

        (exchange.Reply, exchange.EndTime) = (reply, time);
        exchange.Database = _transaction.Database >= 0 ? _transaction.Database : _database;
        var isQueued = reply.Kind == ReplyKind.SimpleString && reply.Wire.Bytes.StartsWith("+QUEUED\r"u8);
        if (isQueued)
            Queue(exchange);
        else
            Apply(exchange, reply.Kind is ReplyKind.Error or ReplyKind.Null);
        Answered(exchange);
    }

    private void Answered(RedisExchange exchange)
    {
        exchange.IsAnswered = true;
        if (!ReferenceEquals(exchange, _asking))
            EmitAnswered(exchange);
    }

    private void Queue(RedisExchange exchange)
    {
        if (exchange.Kind == CommandKind.Select)
            _transaction.Select(DatabaseOf(exchange));
        if (exchange.Rule is SecretRule.Reply or SecretRule.Named)
            _transaction.Hide();
    }

    private void Apply(RedisExchange exchange, bool hasFailed)
    {
        switch (exchange.Kind)
        {
            case CommandKind.Exec or CommandKind.Discard or CommandKind.Multi:
                if (exchange.Kind == CommandKind.Exec && !hasFailed && _transaction.Database >= 0)
                    _database = _transaction.Database;
                exchange.IsReplySecret = exchange.Kind == CommandKind.Exec && _transaction.HasSecret;
                _transaction.Begin();
                break;
            case CommandKind.Select when !hasFailed:
                _database = DatabaseOf(exchange);
                break;
            case CommandKind.Monitor when !hasFailed:
                _isMonitor = true;
                break;
            case CommandKind.Sync when !hasFailed:
                _hasEnded = true;
                break;
            case CommandKind.Reset when !hasFailed:
                (_database, _isMonitor, _subscriptions) = (0, false, default);
                _transaction.Begin();
                break;
        }
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
        var exchange = _redis.RentExchange();
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
        Recycle(exchange);
    }

    private void Unpaired(RedisExchange exchange)
    {
        _connection.Counters.UnpairedRequests++;
        if (exchange.Kind is CommandKind.Select or CommandKind.Exec or CommandKind.Reset)
            _database = -1;
        if (ReferenceEquals(_answering, exchange))
            _answering = null;
        if (ReferenceEquals(_asking, exchange))
            _asking = null;
        Recycle(exchange);
    }

    /// <summary>Forgets a command in the middle; one that waits for its reply is still with those that wait.</summary>
    private void DropRequest()
    {
        _command.End();
        if (_asking is { } asking && (!asking.IsTold || asking.IsAnswered && asking.Reply is null))
            Recycle(asking);
        _asking = null;
    }

    private void DropReply()
    {
        _reader.Clear();
        if (_reply is { } reply)
            Recycle(reply);
        _reply = null;
    }

    private void LosePairs()
    {
        _pairs.Lose();
        _answering = null;
    }

    private static ReadOnlySpan<byte> ArgumentOf(RedisExchange exchange)
    {
        var index = 0;
        foreach (var argument in new WireArguments(exchange.Request.Bytes))
            if (index++ == exchange.Words)
                return argument;
        return default;
    }

    private static long DatabaseOf(RedisExchange exchange)
    {
        var text = ArgumentOf(exchange);
        return Utf8Parser.TryParse(text, out int database, out var used) && used == text.Length && database >= 0 ? database : -1;
    }

    private void Recycle(RedisExchange exchange)
    {
        if (exchange.Reply is { } reply)
            Recycle(reply);
        _connection.Charge(-exchange.Charged);
        _redis.Return(exchange);
    }

    private void Recycle(RedisReply reply)
    {
        _connection.Charge(-reply.Charged);
        _redis.Return(reply);
    }

    private void Recharge(RedisExchange exchange)
    {
        _connection.Charge(exchange.Memory - exchange.Charged);
        exchange.Charged = exchange.Memory;
    }

    private void Recharge(RedisReply reply)
    {
        _connection.Charge(reply.Memory - reply.Charged);
        reply.Charged = reply.Memory;
    }
}
