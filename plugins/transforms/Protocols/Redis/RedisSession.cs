using System.Buffers.Text;

namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>What a connection is set to, by the commands that were answered so far: what they change is how others are read.</summary>
internal struct RedisSession
{
    private Subscriptions _subscriptions;
    private Transaction _transaction;
    private ReplyMode _mode;
    private bool _isMonitor;
    private bool _hasAsked;

    // Negative: not known.
    private long _database;

    public RedisSession() => _transaction.Begin();

    /// <summary>Whether the server may send something by itself at any time.</summary>
    public readonly bool IsPushing => _subscriptions.Any || _isMonitor;

    /// <summary>Whether each command has its reply.</summary>
    public readonly bool IsReplying => _mode == ReplyMode.On;

    /// <summary>A command is asked: whether there will be a reply.</summary>
    public bool Ask(CommandKind kind)
    {
        var before = _mode;
        _hasAsked = true;
        _mode = (kind, before) switch
        {
            (CommandKind.ReplyOn, _) => ReplyMode.On,
            (CommandKind.ReplyOff, _) => ReplyMode.Off,
            (_, ReplyMode.Off) => ReplyMode.Off,
            (CommandKind.ReplySkip, _) => ReplyMode.SkipNext,
            _ => ReplyMode.On,
        };
        if (before != ReplyMode.On)
            Unpair(kind);
        return kind == CommandKind.ReplyOn || (kind != CommandKind.ReplicaAck && before == ReplyMode.On && _mode == ReplyMode.On);
    }

    /// <summary>A command is answered: tells the exchange what was set then.</summary>
    public void Answer(RedisExchange exchange, RedisReply reply)
    {
        exchange.Database = _transaction.Database >= 0 ? _transaction.Database : _database;
        if (reply.Kind == ReplyKind.SimpleString && reply.Wire.Bytes.StartsWith("+QUEUED\r"u8))
            Queue(exchange);
        else
            Apply(exchange, reply.Kind is ReplyKind.Error or ReplyKind.Null);
    }

    /// <summary>How a command was answered will not be known.</summary>
    public void Unpair(CommandKind kind)
    {
        if (kind is CommandKind.Select or CommandKind.Exec or CommandKind.Reset)
            _database = -1;
    }

    /// <summary>Commands were missed.</summary>
    public void Lose()
    {
        _database = -1;
        _transaction.Select(-1);
        // What was queued is not known: EXEC may be answered with anything.
        _transaction.Hide();
        _mode = ReplyMode.On;
    }

    /// <summary>There is a reply where none is due: it was asked for silence, and the server did not agree.</summary>
    public void Contradict() => _mode = ReplyMode.On;

    /// <summary>A subscription was confirmed: whether nothing is left of what it is about.</summary>
    public bool Confirm(ReadOnlySpan<byte> word, long total)
    {
        _subscriptions.Confirm(word, total);
        return _subscriptions.IsNoneLeft(word);
    }

    /// <summary>
    /// Whether the server sent something by itself. In RESP2 that looks like a reply, so it takes a subscription, or that nobody was seen to ask anything.
    /// </summary>
    public readonly bool IsPushed(RedisReply reply, ReadOnlySpan<byte> word) => reply.Kind switch
    {
        ReplyKind.Push => true,
        ReplyKind.SimpleString => (_isMonitor || !_hasAsked) && Boundary.IsMonitored(reply.Wire.Bytes),
        _ => (_subscriptions.Any || !_hasAsked) && (PushWords.IsMessage(word) || PushWords.IsConfirmation(word)),
    };

    /// <summary>The server sent something by itself.</summary>
    public void Push(ReadOnlySpan<byte> word, long total)
    {
        if (PushWords.IsMessage(word))
            _subscriptions.Suppose(word);
        else if (PushWords.IsConfirmation(word))
            _subscriptions.Confirm(word, total);
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
            case CommandKind.Multi or CommandKind.Exec or CommandKind.Discard:
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
            case CommandKind.Reset when !hasFailed:
                (_database, _isMonitor, _subscriptions) = (0, false, default);
                _transaction.Begin();
                break;
        }
    }

    private static long DatabaseOf(RedisExchange exchange)
    {
        var text = exchange.FirstArgument;
        return Utf8Parser.TryParse(text, out int database, out var used) && used == text.Length && database >= 0 ? database : -1;
    }
}
