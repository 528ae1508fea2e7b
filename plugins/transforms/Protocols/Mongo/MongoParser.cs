using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Pairing;

namespace Pipeline.Transforms.Protocols.Mongo;

/// <summary>One connection. Answers find their requests by number; a cursor that goes on by itself is one request with many answers.</summary>
internal sealed class MongoParser : Parser
{
    private readonly MongoProtocol _mongo;
    private readonly IConnection _connection;
    private readonly NumberedPairs<MongoExchange> _pairs;
    private readonly MessageReader _requests;
    private readonly MessageReader _responses;
    private readonly long[] _times = new long[2];

    // A request whose answers go on, and the number of the last of them.
    private MongoExchange? _chain;
    private int _chained;

    public MongoParser(MongoProtocol mongo, IConnection connection)
    {
        (_mongo, _connection) = (mongo, connection);
        (_requests, _responses) = (new MessageReader(mongo), new MessageReader(mongo));
        _pairs = new NumberedPairs<MongoExchange>(areReused: false, Unpaired);
    }

    public override int Read(Side side, ReadOnlySpan<byte> view, Moment moment)
    {
        var reader = ReaderOf(side);
        var at = 0;
        if (reader.Message is null)
        {
            if (view.Length < MessageHeader.Size)
                return 0;
            var header = MessageHeader.Read(view);
            if (!header.IsValid)
                return Invalid;
            var begun = _mongo.RentMessage();
            begun.IsCommand = side == Side.Response && _pairs.Peek(header.Answers)?.Request.IsCommand == true;
            reader.Begin(begun, header, side == Side.Request);
            _times[(int)side] = moment.First;
            at = MessageHeader.Size;
        }

        at += reader.Read(view[at..]);
        Recharge(reader.Message!);
        if (reader.IsAtEnd)
            End(side, reader, moment.Last);
        return reader.IsBroken ? Invalid : at;
    }

    public override bool IsResponseDue(ReadOnlySpan<byte> view)
    {
        if (_responses.Message is not null || view.Length < MessageHeader.Size)
            return true;
        var answers = MessageHeader.Read(view).Answers;
        return (_chain is not null && answers == _chained) || _pairs.IsDue(answers);
    }

    public override bool Skip(Side side, ulong bytes, long time)
    {
        var reader = ReaderOf(side);
        if (reader.Message is null || reader.Skip(bytes) is var inside && inside < bytes)
            return false;
        if (reader.IsAtEnd)
            End(side, reader, time);
        return !reader.IsBroken;
    }

    public override void Lose(Side side)
    {
        if (ReaderOf(side).Drop() is { } message)
            Recycle(message);
        _pairs.Lose(side);
        if (side == Side.Response)
            Unchain();
    }

    public override int Find(Side side, ReadOnlySpan<byte> view) => MongoGuess.Find(side, view);

    public override void Close()
    {
    }

    public override void Abandon()
    {
        foreach (var reader in (ReadOnlySpan<MessageReader>)[_requests, _responses])
            if (reader.Drop() is { } message)
                Recycle(message);
        Unchain();
        _pairs.Clear();
    }

    private MessageReader ReaderOf(Side side) => side == Side.Request ? _requests : _responses;

    private void End(Side side, MessageReader reader, long time)
    {
        var message = reader.End();
        Recharge(message);
        if (reader.IsBroken)
        {
            Recycle(message);
            return;
        }

        _connection.Counters.Messages++;
        if (side == Side.Request)
            Ask(message);
        else
            Answer(message, time);
    }

    private void Ask(MongoMessage message)
    {
        var exchange = _mongo.RentExchange();
        exchange.Begin(_connection.Endpoints, _times[(int)Side.Request], message);
        exchange.IsHandshake = Commands.IsHandshake(message.Command.Bytes);
        var isOneWay = message.Opcode is Opcode.Insert or Opcode.Update or Opcode.Delete or Opcode.KillCursors || (message.Flags & MessageFlags.MoreToCome) != 0;
        if (isOneWay)
            Emit(exchange);
        else
            _pairs.Ask(exchange, _connection.Now);
    }

    private void Answer(MongoMessage message, long time)
    {
        var isNext = _chain is not null && message.Header.Answers == _chained;
        var exchange = isNext ? _chain : _pairs.Answer(message.Header.Answers, time);
        if (exchange is null)
        {
            _connection.Counters.UnpairedResponses++;
            Recycle(message);
            return;
        }

        var (id, goesOn) = (message.Header.Id, (message.Flags & MessageFlags.MoreToCome) != 0);
        (exchange.EndTime, exchange.ResponseSize) = (time, exchange.ResponseSize + (ulong)message.Header.Length);
        if (isNext)
        {
            exchange.Add(message);
            Recycle(message);
        }
        else
        {
            exchange.Response = message;
        }

        if (!goesOn && isNext)
            _chain = null;
        else if (goesOn && !isNext)
            Unchain();
        if (goesOn)
            (_chain, _chained) = (exchange, id);
        else
            Emit(exchange);
    }

    private void Emit(MongoExchange exchange)
    {
        // Drivers ask these by themselves every few seconds, and servers let some of them wait.
        if (!exchange.IsHandshake)
            _connection.Rows.Add(_connection, exchange);
        Recycle(exchange);
    }

    private void Unchain()
    {
        if (_chain is { } chain)
            Unpaired(chain);
        _chain = null;
    }

    private void Unpaired(MongoExchange exchange)
    {
        // Of a handshake that goes on by itself there is no end.
        if (exchange.Response is null || !exchange.IsHandshake)
            _connection.Counters.UnpairedRequests++;
        Recycle(exchange);
    }

    private void Recycle(MongoExchange exchange)
    {
        Recycle(exchange.Request);
        if (exchange.Response is { } response)
            Recycle(response);
        exchange.Response = null;
        _mongo.Return(exchange);
    }

    private void Recycle(MongoMessage message)
    {
        _connection.Charge(-message.Charged);
        message.Charged = 0;
        _mongo.Return(message);
    }

    private void Recharge(MongoMessage message)
    {
        var memory = message.Memory;
        _connection.Charge(memory - message.Charged);
        message.Charged = memory;
    }
}
