using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Tls;

/// <summary>
/// Reads the records of both sides until the handshake is over, or encrypted. Up to version 1.2 that is where the client says that what follows is encrypted:
/// until then either side may say in the clear why it gives up.
/// </summary>
internal sealed class TlsParser(TlsProtocol tls, IConnection connection) : Parser
{
    private const byte Fatal = 2;

    private readonly HandshakeStream[] _streams = [new(), new()];
    private TlsExchange? _exchange;
    private bool _hasEnded;
    private int _charged;

    public override bool HasEnded => _hasEnded;

    public override bool IsResponseDue(ReadOnlySpan<byte> view) => _exchange is not null;

    public override int Read(Side side, ReadOnlySpan<byte> view, Moment moment)
    {
        if (view.Length < TlsRecord.HeadBytes)
            return 0;
        if (TlsRecord.BodyLength(view) is not { } length)
            return Invalid;
        if (view.Length - TlsRecord.HeadBytes < length)
            return 0;
        var body = view.Slice(TlsRecord.HeadBytes, length);
        var isSound = (RecordType)view[0] switch
        {
            RecordType.Handshake => Handshake(side, body, moment),
            RecordType.Alert => Alert(side, body, moment.Last),
            _ => Encrypted(side),
        };
        Recharge();
        return isSound ? TlsRecord.HeadBytes + length : Invalid;
    }

    public override bool Skip(Side side, ulong bytes, long time) => false;

    /// <summary>A connection begins once, so a server's hello that is found answers the client's, whatever was lost between.</summary>
    public override void Lose(Side side) => _streams[(int)side].Clear();

    public override int Find(Side side, ReadOnlySpan<byte> view)
    {
        for (var at = 0; at < view.Length; at++)
        {
            var guess = TlsRecord.Judge(view[at..]);
            if (guess.Confidence >= Guess.Enough && guess.Side == side)
                return at;
            if (guess.IsPrefix)
                return ~at;
        }

        return ~view.Length;
    }

    public override void Close()
    {
    }

    public override void Abandon()
    {
        // Nothing is missing but perhaps an alert.
        if (_exchange is { HasAnswer: true })
            Emit();
        Give();
        connection.Charge(-_charged);
        _charged = 0;
        foreach (var stream in _streams)
            stream.Clear();
    }

    private bool Handshake(Side side, ReadOnlySpan<byte> body, Moment moment)
    {
        if (IsRead(side))
            return true;
        var stream = _streams[(int)side];
        stream.Add(body);
        var at = 0;
        var isSound = true;
        while (isSound && !IsRead(side) && stream.TryNext(ref at, out var type, out var message))
            isSound = type switch
            {
                HandshakeType.ClientHello when side == Side.Request => Asked(message, moment.First),
                HandshakeType.ServerHello when side == Side.Response => Answered(message, moment.Last),
                _ => true,
            };
        isSound &= !stream.IsTooLong;
        if (isSound && !IsRead(side))
            stream.Remove(at);
        else
            stream.Clear();
        return isSound;
    }

    /// <summary>Whether what follows in a side's handshake is of no interest: behind the hellos, nothing of it is told.</summary>
    private bool IsRead(Side side) => _hasEnded || (side == Side.Request ? _exchange is { IsRetried: false } : _exchange is { HasAnswer: true });

    private bool Asked(ReadOnlySpan<byte> message, long time)
    {
        if (!Hello.TryReadClient(message, out var hello))
            return false;
        connection.Counters.Messages++;
        if (_exchange is not null)
            return true;
        _exchange = tls.Rent();
        _exchange.Begin(connection.Endpoints, hello, time);
        return true;
    }

    private bool Answered(ReadOnlySpan<byte> message, long time)
    {
        if (!Hello.TryReadServer(message, out var hello))
            return false;
        connection.Counters.Messages++;
        if (_exchange is null)
        {
            connection.Counters.UnpairedResponses++;
            _hasEnded = true;
        }
        else if (hello.IsRetry)
        {
            _exchange.IsRetried = true;
        }
        else
        {
            _exchange.Answer(hello, time);
            if (_exchange.IsLast)
                Emit();
        }

        return true;
    }

    private bool Alert(Side side, ReadOnlySpan<byte> body, long time)
    {
        // Longer ones are encrypted.
        if (body.Length != 2)
            return Encrypted(side);
        if (_exchange is null || body[0] != Fatal)
            return true;
        _exchange.Fail(side, body[1], time);
        Emit();
        return true;
    }

    /// <summary>What follows on this side is encrypted, or is not about the handshake.</summary>
    private bool Encrypted(Side side)
    {
        if (side == Side.Request && _exchange is { HasAnswer: true })
            Emit();
        return true;
    }

    private void Emit()
    {
        connection.Rows.Add(connection, _exchange!);
        _hasEnded = true;
        Recycle();
    }

    private void Give()
    {
        if (_exchange is null)
            return;
        connection.Counters.UnpairedRequests++;
        Recycle();
    }

    private void Recycle()
    {
        tls.Return(_exchange!);
        _exchange = null;
    }

    private void Recharge()
    {
        var memory = _streams[0].Capacity + _streams[1].Capacity + (_exchange?.Memory ?? 0);
        connection.Charge(memory - _charged);
        _charged = memory;
    }
}
