using System.Buffers.Binary;
using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Kafka.Messages;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Kafka;

/// <summary>
/// One connection. Requests and responses are read as they come, whatever their size, and paired by their number once the request is whole.
/// A response that nobody asked for, as far as it was seen, is passed over.
/// </summary>
internal sealed class KafkaParser : Parser
{
    private const int ResponseHead = 8;
    private const int NumberBytes = 4;
    private const int MostResponse = 1 << 30;
    private const int MostToken = 1 << 20;

    /// <summary>Responses to nothing that was or will be asked, before there was one to what was: then it is not Kafka.</summary>
    private const int MostStrange = 4;

    /// <summary>Bytes that fit, of a message that is not there whole, which do so by chance no more.</summary>
    private const int EnoughOfMessage = 64;

    private readonly KafkaProtocol _kafka;
    private readonly IConnection _connection;
    private readonly Waiting _waiting;
    private MessageReader _request;
    private MessageReader _response;
    private KafkaExchange? _asking;
    private KafkaExchange? _answering;
    private ByteList? _client;
    private int _strange;
    private bool _hasPaired;
    private bool _isDoubtful;

    // Tokens that have no header, in the first way to authenticate.
    private bool _asksWithTokens;
    private bool _answersWithTokens;

    public KafkaParser(KafkaProtocol kafka, IConnection connection)
    {
        (_kafka, _connection) = (kafka, connection);
        _waiting = new Waiting(Unpaired);
    }

    private bool IsRefuted => !_hasPaired && _strange >= MostStrange;

    public override int Read(Side side, ReadOnlySpan<byte> view, Moment moment)
    {
        if (IsRefuted)
            return Invalid;
        if (side == Side.Request)
            return _request.IsActive ? GoOn(ref _request, view, moment.Last, side) : ReadRequest(view, moment);
        return _response.IsActive ? GoOn(ref _response, view, moment.Last, side) : ReadResponse(view, moment);
    }

    public override bool IsResponseDue(ReadOnlySpan<byte> view)
    {
        if (_response.IsActive || _answersWithTokens || view.Length < ResponseHead || IsRefuted)
            return true;
        var number = BinaryPrimitives.ReadInt32BigEndian(view[NumberBytes..]);
        return _waiting.Find(number) is not null || _waiting.IsLate(number);
    }

    public override bool Skip(Side side, ulong bytes, long time)
    {
        ref var reader = ref side == Side.Request ? ref _request : ref _response;
        if (!reader.IsActive)
            return false;
        var inside = reader.Skip(bytes);
        if (reader.IsWhole)
            End(side, time);
        return inside == bytes;
    }

    public override void Lose(Side side)
    {
        Drop(side);
        _waiting.Lose(side);
        _isDoubtful |= side == Side.Response;
    }

    public override int Find(Side side, ReadOnlySpan<byte> view)
    {
        if (IsRefuted)
            return 0;
        for (var at = 0; at < view.Length; at++)
        {
            var fits = side == Side.Request ? IsRequest(view[at..], at == 0) : IsResponse(view[at..], at == 0);
            if (fits != false)
                return fits == true ? at : ~at;
        }

        return ~view.Length;
    }

    public override void Close()
    {
    }

    public override void Abandon()
    {
        Drop(Side.Request);
        Drop(Side.Response);
        _waiting.Clear();
    }

    private int ReadRequest(ReadOnlySpan<byte> view, Moment moment)
    {
        var taken = RequestHeader.Read(view, isStrict: _asksWithTokens, out var header);
        if (_asksWithTokens && (taken == Wire.Wrong || (taken > 0 && _kafka.Look.Request(view, header) == Fit.None)))
            return PassToken(ref _request, view);
        if (taken < 0)
            return taken == Wire.More ? 0 : Invalid;
        var exchange = _kafka.RentExchange();
        exchange.Begin(_connection.Endpoints, moment.First, header, header.Client(view));
        _asking = exchange;
        if (_client is null)
            (_client = new ByteList()).Add(exchange.Client.Bytes);
        var isHandshake = header.Key == Api.SaslHandshake && header.Version == 0;
        (_asksWithTokens, _answersWithTokens) = (isHandshake, _answersWithTokens | isHandshake);
        var left = header.Length + RequestHeader.LengthBytes - taken;
        _request.Begin(left, Reader(exchange, isResponse: false, left));
        Charge(exchange);
        if (_request.IsWhole)
            End(Side.Request, moment.Last);
        return taken;
    }

    private int ReadResponse(ReadOnlySpan<byte> view, Moment moment)
    {
        if (view.Length < NumberBytes)
            return 0;
        var length = BinaryPrimitives.ReadInt32BigEndian(view);
        if (_answersWithTokens && (length < NumberBytes || (view.Length >= ResponseHead && _waiting.Find(Number(view)) is null)))
            return PassToken(ref _response, view);
        if (length is < NumberBytes or > MostResponse)
            return Invalid;
        if (view.Length < ResponseHead)
            return 0;
        var (number, left) = (Number(view), length - NumberBytes);
        if (_waiting.Find(number) is { } exchange)
        {
            _waiting.Answered(exchange);
            _answering = exchange;
            _answersWithTokens &= exchange.Key == Api.SaslHandshake;
            exchange.ResponseSize = (long)length + RequestHeader.LengthBytes;
            _response.Begin(left, Reader(exchange, isResponse: true, left));
        }
        else
        {
            _connection.Counters.UnpairedResponses++;
            _strange += _waiting.IsNear(number) ? 0 : 1;
            _response.Begin(left, null);
        }

        if (_response.IsWhole)
            End(Side.Response, moment.Last);
        return ResponseHead;
    }

    private int GoOn(ref MessageReader reader, ReadOnlySpan<byte> view, long time, Side side)
    {
        var taken = reader.Read(view);
        if (reader.IsWhole)
            End(side, time);
        return taken;
    }

    private static int PassToken(ref MessageReader reader, ReadOnlySpan<byte> view)
    {
        if (view.Length < NumberBytes)
            return 0;
        var length = BinaryPrimitives.ReadInt32BigEndian(view);
        if (length is < 0 or > MostToken)
            return Invalid;
        reader.Begin(length, null);
        if (reader.IsWhole)
            reader.End();
        return NumberBytes;
    }

    private BodyReader? Reader(KafkaExchange exchange, bool isResponse, int left)
    {
        if (exchange.Body is not { } api)
            return null;
        var reader = _kafka.RentReader();
        reader.Begin(api, exchange.Version, isResponse, left, isResponse ? exchange.ResponseBody : exchange.RequestBody, isResponse ? exchange.Answered : exchange.Asked);
        return reader;
    }

    /// <summary>A message is whole.</summary>
    private void End(Side side, long time)
    {
        _connection.Counters.Messages++;
        ref var reader = ref side == Side.Request ? ref _request : ref _response;
        var (isPartial, isExact) = (reader.IsPartial, reader.IsExact);
        _kafka.Return(reader.End());
        if (side == Side.Request)
            RequestEnds(isPartial);
        else
            ResponseEnds(time, isPartial, isExact);
    }

    private void RequestEnds(bool isPartial)
    {
        if (_asking is not { } exchange)
            return;
        _asking = null;
        exchange.IsPartial = isPartial;
        Charge(exchange);
        if (exchange.Key == Api.Produce && exchange.Asked.WantsNoAnswer)
            Emit(exchange);
        else
            _waiting.Ask(exchange);
    }

    private void ResponseEnds(long time, bool isPartial, bool isExact)
    {
        if (_answering is not { } exchange)
            return;
        _answering = null;
        // After a loss it has to fit to the byte: something else could look like its beginning.
        if (_isDoubtful && (!isExact || isPartial))
        {
            _connection.Counters.UnpairedResponses++;
            Unpaired(exchange);
            return;
        }

        (_isDoubtful, _hasPaired) = (false, true);
        exchange.IsPartial |= isPartial;
        exchange.EndTime = time;
        Emit(exchange);
    }

    private bool? IsRequest(ReadOnlySpan<byte> view, bool isFirst)
    {
        var taken = RequestHeader.Read(view, isStrict: true, out var header);
        if (taken < 0)
            return taken == Wire.More ? null : false;
        var fit = _kafka.Look.Request(view, header);
        // A connection is one client's. Where that has no name, a length and zeros look like a request.
        if (_client is not null && !header.Client(view).SequenceEqual(_client.Bytes))
            return false;
        if (header.ClientLength == 0 && (header.CorrelationId == 0 || !_waiting.IsNear(header.CorrelationId) || fit is Fit.Unknown or Fit.Begun))
            return false;
        return Fits(fit, view, header.Length + RequestHeader.LengthBytes, isFirst);
    }

    private bool? IsResponse(ReadOnlySpan<byte> view, bool isFirst)
    {
        if (_waiting.IsEmpty)
            return false;
        if (view.Length < ResponseHead)
            return view[0] <= MostResponse >> 24 ? null : false;
        var length = BinaryPrimitives.ReadInt32BigEndian(view);
        if (length is < NumberBytes or > MostResponse || _waiting.Find(Number(view)) is not { } exchange)
            return false;
        var rest = view[ResponseHead..Math.Min(view.Length, length + RequestHeader.LengthBytes)];
        return Fits(_kafka.Look.Look(rest, exchange.Body, exchange.Version, true, length - NumberBytes), view, length + RequestHeader.LengthBytes, isFirst);
    }

    /// <summary>Whether it is a message; null where more bytes are needed to tell.</summary>
    private static bool? Fits(Fit fit, ReadOnlySpan<byte> view, int size, bool isFirst) => fit switch
    {
        Fit.None => false,
        Fit.Whole => true,
        // Who begins to write has a message to write.
        Fit.Unknown => isFirst && view.Length >= Math.Min(size, EnoughOfMessage),
        _ => isFirst || view.Length >= EnoughOfMessage ? true : null,
    };

    private static int Number(ReadOnlySpan<byte> view) => BinaryPrimitives.ReadInt32BigEndian(view[NumberBytes..]);

    private void Emit(KafkaExchange exchange)
    {
        _connection.Rows.Add(_connection, exchange);
        Recycle(exchange);
    }

    private void Drop(Side side)
    {
        ref var reader = ref side == Side.Request ? ref _request : ref _response;
        _kafka.Return(reader.End());
        ref var exchange = ref side == Side.Request ? ref _asking : ref _answering;
        if (exchange is not null)
            Unpaired(exchange);
        exchange = null;
    }

    private void Unpaired(KafkaExchange exchange)
    {
        _connection.Counters.UnpairedRequests++;
        Recycle(exchange);
    }

    private void Recycle(KafkaExchange exchange)
    {
        _connection.Charge(-exchange.Charged);
        _kafka.Return(exchange);
    }

    private void Charge(KafkaExchange exchange)
    {
        _connection.Charge(exchange.Memory - exchange.Charged);
        exchange.Charged = exchange.Memory;
    }
}
