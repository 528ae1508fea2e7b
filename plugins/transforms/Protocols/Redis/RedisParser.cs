using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>
/// One connection. Commands and replies are read as they come, whatever their size; what they are to each other is the dialogue's. After a loss a reply is taken
/// for one where it is the first thing behind a request that was asked since, and what a server sends by itself wherever it is found.
/// </summary>
internal sealed class RedisParser : Parser
{
    private readonly RedisProtocol _redis;
    private readonly RedisMemory _kept;
    private readonly RedisDialogue _dialogue;
    private CommandReader _command;
    private ReplyReader _reader;
    private RedisReply? _reply;
    private bool _mayResume;

    // Bytes of replies that the frame keeps because the last call left them, and whether they are of no interest any more.
    private int _left;
    private bool _isLeftStale;

    public RedisParser(RedisProtocol redis, IConnection connection)
    {
        (_redis, _kept) = (redis, new RedisMemory(redis, connection));
        _dialogue = new RedisDialogue(redis, connection, _kept);
    }

    public override bool HasEnded => _dialogue.HasEnded;

    public override int Read(Side side, ReadOnlySpan<byte> view, Moment moment) =>
        side == Side.Request ? ReadRequest(view, moment) : ReadReply(view, moment);

    public override bool IsResponseDue(ReadOnlySpan<byte> view) => _reply is not null || _dialogue.IsReplyDue || _isLeftStale || !_dialogue.IsEarly(view);

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
            _dialogue.LoseRequests();
        }
        else
        {
            DropReply();
            (_mayResume, _left, _isLeftStale) = (false, 0, false);
        }

        _dialogue.LosePairs();
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
            _dialogue.LosePairs();
        return found;
    }

    public override void Close() => _dialogue.Finish();

    public override void Rest() => _dialogue.Rest();

    public override void Abandon()
    {
        _dialogue.Clear();
        DropRequest();
        DropReply();
    }

    private int FindRequest(ReadOnlySpan<byte> view)
    {
        var found = Boundary.Request(view);
        // There may be commands in what is passed over.
        if (found != 0)
            _dialogue.LosePairs();
        return found;
    }

    private bool SkipRequest(ulong bytes)
    {
        // What a command is, and what about, is in its first arguments: without those there is nothing to tell.
        if (!_command.IsActive || _dialogue.Asking is { IsTold: false })
            return false;
        var inside = _command.Skip(bytes);
        _dialogue.Asking?.Request.Skip(inside);
        if (!_command.IsActive)
            _dialogue.RequestEnds();
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
            _dialogue.Begin(arguments, moment.First);
            _command.Begin(arguments);
        }

        var taken = _command.Read(view[at..]);
        if (taken < 0)
            return Invalid;
        at += taken;
        if (_dialogue.Asking is { } asking)
        {
            asking.Request.Add(view[..at], _redis.MostWire);
            if (!asking.IsTold && (!_command.IsActive || asking.Request.IsFull(_redis.MostWire) || CommandName.IsTold(asking.Request.Bytes)))
                Ask(asking);
        }

        if (!_command.IsActive)
            _dialogue.RequestEnds();
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
        var asking = _dialogue.Begin(_redis.Inline.Count, moment.First);
        asking.Request.Replace(_redis.Inline.Wire, (ulong)(end + 1), _redis.MostWire);
        Ask(asking);
        _dialogue.RequestEnds();
        return end + 1;
    }

    private void Ask(RedisExchange exchange)
    {
        _mayResume = true;
        _dialogue.Ask(exchange);
        // Nobody who waits for nothing else asks in the middle of a reply: what is being read is none.
        if (!_dialogue.WaitsAlone(exchange) || (_reply is null && _left == 0) || _dialogue.IsPushing || _reader.Kind == ReplyKind.Push)
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
            if (_dialogue.IsStreamDue && view[0] is (byte)'\n' or (byte)'$')
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
        _dialogue.StreamBegins(moment);
        return bytes;
    }

    private void ReplyEnds(long time)
    {
        var reply = _reply!;
        _reply = null;
        (reply.Kind, reply.Count) = (_reader.Kind, (ulong)Math.Max(0, _reader.Count));
        _dialogue.ReplyEnds(reply, _reader.LastInteger, time);
    }

    private void DropRequest()
    {
        _command.End();
        _dialogue.DropRequest();
    }

    private void DropReply()
    {
        _reader.Clear();
        if (_reply is { } reply)
            _kept.Recycle(reply);
        _reply = null;
    }
}
