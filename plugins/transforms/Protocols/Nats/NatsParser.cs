using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Nats;

/// <summary>
/// One connection. Messages are passed over as they come, whatever their size. After a loss the next line that has all that its verb wants is looked for. What
/// servers say to each other is read, and no row.
/// </summary>
internal sealed class NatsParser : Parser
{
    // Names of any length make no rows of any length.
    private const int MostName = 1024;

    // A record of a handshake, of any version of TLS.
    private const byte TlsHandshake = 0x16;

    private readonly NatsProtocol _nats;
    private readonly IConnection _connection;
    private readonly OrderedPairing<NatsCall> _commands;
    private readonly NatsWaiting _waiting = new();
    private readonly NatsMessage[] _messages = new NatsMessage[2];

    // Whether what comes next of a side is the rest of a line that is none.
    private readonly bool[] _isInLine = new bool[2];
    private bool _isVerbose;
    private bool _mayUpgrade;
    private bool _isOfServers;
    private bool _hasEnded;
    private bool _isAbandoned;

    public NatsParser(NatsProtocol nats, IConnection connection)
    {
        (_nats, _connection) = (nats, connection);
        _commands = new OrderedPairing<NatsCall>(Unanswered, 1 << 14);
    }

    public override bool HasEnded => _hasEnded;

    public override Sequel Sequel => Sequel.Judged;

    public override int Read(Side side, ReadOnlySpan<byte> view, Moment moment)
    {
        var taken = ReadNext(side, view, moment);
        _isInLine[(int)side] = taken == Invalid;
        return taken;
    }

    public override bool IsResponseDue(ReadOnlySpan<byte> view) =>
        view[0] != '+' || _messages[(int)Side.Response].IsActive || !_isVerbose || !_commands.IsEarly;

    public override bool Skip(Side side, ulong bytes, long time)
    {
        _isInLine[(int)side] = false;
        ref var message = ref _messages[(int)side];
        if (!message.IsActive || bytes > (ulong)message.Left)
            return false;
        message.Skip((long)bytes);
        if (!message.IsActive)
            End(ref message, side, time);
        return true;
    }

    public override void Lose(Side side)
    {
        ref var message = ref _messages[(int)side];
        if (message.Call is { } call)
            Drop(call);
        message = default;
        _commands.Lose();
        // Who asks in bytes that were not seen may use the subject of one who waits; what is not seen of the answers may be theirs.
        while (_waiting.Expire(long.MaxValue) is { } waiting)
            Unanswered(waiting);
    }

    public override int Find(Side side, ReadOnlySpan<byte> view)
    {
        for (var at = 0; at < view.Length;)
        {
            if (!_isInLine[(int)side] && IsLine(side, view[at..], isSure: at > 0) is not false and var isLine)
                return isLine == true ? at : ~at;
            if (view[at..].IndexOf((byte)'\n') is not (>= 0 and var next))
                break;
            at += next + 1;
            _isInLine[(int)side] = false;
        }

        return ~view.Length;
    }

    public override void Close()
    {
        while (_waiting.Expire(long.MaxValue) is { } waiting)
            Unanswered(waiting);
        _commands.Clear();
    }

    public override void Abandon()
    {
        _isAbandoned = true;
        Close();
        for (var side = 0; side < 2; side++)
            if (_messages[side].Call is { } call)
                Drop(call);
        Array.Clear(_messages);
    }

    private int ReadNext(Side side, ReadOnlySpan<byte> view, Moment moment)
    {
        ref var message = ref _messages[(int)side];
        if (message.IsActive)
            return ReadMessage(ref message, side, view, moment);
        if (side == Side.Request && _mayUpgrade && view[0] == TlsHandshake)
        {
            _hasEnded = true;
            return 0;
        }

        if (!NatsLine.TryRead(view, out var line))
            return line.IsRight ? 0 : Invalid;
        if (!line.IsRight || !IsOf(side, line.Verb))
            return Invalid;
        Take(ref message, side, line, moment);
        return line.Length;
    }

    private bool IsOf(Side side, NatsVerb verb) => _isOfServers || verb switch
    {
        NatsVerb.Pub or NatsVerb.Hpub or NatsVerb.Sub or NatsVerb.Unsub => side == Side.Request,
        NatsVerb.Msg or NatsVerb.Hmsg or NatsVerb.Ok => side == Side.Response,
        _ => true,
    };

    /// <summary>Whether a line begins here that tells what it is; null where more bytes are needed to tell.</summary>
    /// <param name="side">Whose.</param>
    /// <param name="view">The bytes.</param>
    /// <param name="isSure">Whether nothing of the line can be missing in front.</param>
    private bool? IsLine(Side side, ReadOnlySpan<byte> view, bool isSure)
    {
        if (!NatsLine.TryRead(view, out var line))
            return line.IsRight ? null : false;
        if (!line.IsRight || !IsOf(side, line.Verb) || (!isSure && line.MayBeEnd))
            return false;
        if (!line.HasPayload)
            return true;
        var end = line.Length + line.PayloadBytes;
        return end + 2 > view.Length || view.Slice((int)end, 2).SequenceEqual("\r\n"u8);
    }

    private void Take(ref NatsMessage message, Side side, in NatsLine line, Moment moment)
    {
        _connection.Counters.Messages++;
        while (_waiting.Expire(moment.First) is { } waiting)
            Unanswered(waiting);
        _isOfServers |= line.Verb is NatsVerb.ServerLine or NatsVerb.ServerMessage || (line.Verb == NatsVerb.Info && side == Side.Request) || (line.Verb == NatsVerb.Connect && side == Side.Response);
        var call = IsTold(line.Verb) ? Begin(line, moment.First) : null;
        if (line.HasPayload)
        {
            message = new NatsMessage(call, line.HeaderBytes, line.PayloadBytes);
            if (call is not null)
                call.PayloadSize = (ulong)(line.PayloadBytes - line.HeaderBytes);
            return;
        }

        if (line.Verb is NatsVerb.Ok or NatsVerb.Err)
            TakeAnswer(line, call, moment);
        else if (call is not null)
            Tell(call);
    }

    private bool IsTold(NatsVerb verb) => !_isOfServers && verb is not (NatsVerb.Ping or NatsVerb.Pong or NatsVerb.Ok);

    private NatsCall Begin(in NatsLine line, long time)
    {
        var call = _nats.Rent();
        call.Begin(_connection.Endpoints, line.Verb, time);
        Put(call.Subject, line.Subject);
        Put(call.ReplyTo, line.ReplyTo);
        Put(call.Queue, line.Queue);
        Put(call.Sid, line.Sid);
        switch (line.Verb)
        {
            case NatsVerb.Info or NatsVerb.Connect:
                NatsOptions.Write(line.Text, _nats.Json, line.Verb == NatsVerb.Connect);
                call.Text.Add(_nats.Json.Bytes);
                if (line.Verb == NatsVerb.Connect)
                    _isVerbose = NatsOptions.IsTrue(line.Text, "verbose"u8);
                else
                    _mayUpgrade = NatsOptions.IsTrue(line.Text, "tls_required"u8) || NatsOptions.IsTrue(line.Text, "tls_available"u8);
                break;
            case NatsVerb.Err:
                Put(call.Text, line.Text.Trim((byte)'\''));
                Put(call.Error, NatsErrors.OfText(line.Text));
                break;
        }

        Recharge(call);
        return call;
    }

    /// <summary>The server says how it found a command.</summary>
    private void TakeAnswer(in NatsLine line, NatsCall? error, Moment moment)
    {
        if (line.Verb == NatsVerb.Ok && !_isVerbose)
        {
            // Its beginning was not seen: which command this is the answer to is not known.
            _isVerbose = true;
            _commands.Lose();
        }

        var isAnswer = _isVerbose && (error is null || !NatsErrors.IsByTheWay(error.Error.Bytes));
        if (isAnswer && _commands.Answer(moment.First) is { } call)
        {
            _commands.Answered();
            call.EndTime = moment.Last;
            call.Answer.Add(line.Verb == NatsVerb.Ok ? "OK"u8 : "ERR"u8);
            if (error is not null)
            {
                call.Error.Add(error.Error.Bytes);
                Recycle(error);
            }

            Emit(call);
            return;
        }

        _connection.Counters.UnpairedResponses += line.Verb == NatsVerb.Ok ? 1 : 0;
        if (error is not null)
        {
            error.Answer.Add("ERR"u8);
            Emit(error);
        }
    }

    private int ReadMessage(ref NatsMessage message, Side side, ReadOnlySpan<byte> view, Moment moment)
    {
        var taken = message.Read(view, _nats.MostPayload);
        if (taken < 0)
            return Invalid;
        if (message.Call is { } call)
            Recharge(call);
        if (!message.IsActive)
            End(ref message, side, moment.Last);
        return taken;
    }

    private void End(ref NatsMessage message, Side side, long time)
    {
        var call = message.Call;
        message = default;
        if (call is null)
            return;
        Recharge(call);
        if (side == Side.Request)
        {
            Tell(call);
            return;
        }

        ReadOnlySpan<byte> error = default;
        if (call.Verb == NatsVerb.Hmsg)
        {
            NatsHeaders.Read(call.Text.Bytes, _nats.Json, [], out var status);
            error = NatsErrors.OfStatus(status);
        }

        if (_waiting.Take(NatsWaiting.NumberOf(call.Subject.Bytes), call.Subject.Bytes) is { } request)
        {
            request.EndTime = time;
            request.Answer.Add("MSG"u8);
            request.Error.Add(error.IsEmpty ? NatsErrors.OfAnswer(call.Payload.Bytes) : error);
            Emit(request);
        }

        call.Error.Add(error);
        Emit(call);
    }

    /// <summary>Somebody said something: it waits for what answers it, or is a row at once.</summary>
    private void Tell(NatsCall call)
    {
        if (call.Verb is NatsVerb.Info or NatsVerb.Err)
        {
            Emit(call);
            return;
        }

        if (_isVerbose)
        {
            _commands.Ask(call, call.Time);
            return;
        }

        if (call.Verb is not (NatsVerb.Pub or NatsVerb.Hpub) || !NatsSubjects.IsInbox(call.ReplyTo.Bytes) || call.ReplyTo.Length >= MostName)
        {
            Emit(call);
            return;
        }

        var inbox = NatsWaiting.NumberOf(call.ReplyTo.Bytes);
        if (_waiting.TryWait(call, inbox))
            return;
        if (_waiting.Spoil(inbox) is { } other)
            Unanswered(other);
        Unanswered(call);
    }

    /// <summary>No answer is known: what was said was said all the same.</summary>
    private void Unanswered(NatsCall call)
    {
        _connection.Counters.UnpairedRequests++;
        if (_isAbandoned)
            Recycle(call);
        else
            Emit(call);
    }

    private void Drop(NatsCall call)
    {
        _connection.Counters.UnpairedRequests++;
        Recycle(call);
    }

    private void Emit(NatsCall call)
    {
        _connection.Rows.Add(_connection, call);
        Recycle(call);
    }

    private void Recharge(NatsCall call)
    {
        _connection.Charge(call.Memory - call.Charged);
        call.Charged = call.Memory;
    }

    private void Recycle(NatsCall call)
    {
        _connection.Charge(-call.Charged);
        _nats.Return(call);
    }

    private static void Put(ByteList text, ReadOnlySpan<byte> bytes) => Readable.Add(text, bytes, MostName, TextStyle.Plain);
}
