using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Http;

/// <summary>One connection of HTTP/1.x.</summary>
internal sealed class HttpParser : Parser
{
    private readonly HttpProtocol _http;
    private readonly IConnection _connection;
    private readonly OrderedPairing<HttpExchange> _pairs;
    private BodyReader _requestBody;
    private BodyReader _responseBody;
    private HttpExchange? _asking;
    private HttpExchange? _answering;
    private int _requestScanned;
    private int _responseScanned;

    // Whether the body at hand may not be there: that of an answer to a request that nobody saw, or may not have seen, which may have been HEAD.
    private bool _isDoubtful;
    private bool _isTunnel;
    private bool _hasEnded;
    private bool _isJudged;

    public HttpParser(HttpProtocol http, IConnection connection)
    {
        (_http, _connection) = (http, connection);
        _pairs = new OrderedPairing<HttpExchange>(Unpaired, paired: Add);
    }

    public override bool HasEnded => _hasEnded;

    /// <summary>A tunnel carries what it was asked for, nearly always TLS, and an upgrade to HTTP/2 is one that is read.</summary>
    public override Sequel Sequel => _isJudged ? Sequel.Judged : Sequel.Ignored;

    public override int Read(Side side, ReadOnlySpan<byte> view, Moment moment) =>
        side == Side.Request ? ReadRequest(view, moment) : ReadResponse(view, moment);

    public override bool IsResponseDue(ReadOnlySpan<byte> view) => _responseBody.IsActive || _pairs.Front is { HasAnswer: false } || !IsEarly(view);

    public override bool Skip(Side side, ulong bytes, long time)
    {
        if (side == Side.Request)
        {
            var isInside = _requestBody.IsActive && _requestBody.Skip(bytes, _asking?.Request);
            if (_asking is not null && !_requestBody.IsActive)
                RequestEnds();
            return isInside;
        }

        // A body that may not be there is nothing that unseen bytes can be known to lie in.
        var isKnown = !_isDoubtful && _responseBody.IsActive && _responseBody.Skip(bytes, _answering?.Response);
        if (_answering is not null && !_responseBody.IsActive)
            ResponseEnds(time);
        else if (_answering is not null)
            _answering.EndTime = time;
        return isKnown;
    }

    public override void Lose(Side side)
    {
        if (side == Side.Request)
        {
            _requestBody.End();
            _requestScanned = 0;
        }
        else
        {
            _responseBody.End();
            (_responseScanned, _isDoubtful) = (0, false);
        }

        _pairs.Lose();
    }

    public override int Find(Side side, ReadOnlySpan<byte> view)
    {
        if (side == Side.Response)
            return Boundary.Response(view);
        var found = Boundary.Request(view);
        // There may be requests in what is passed over.
        if (found != 0)
            _pairs.Lose();
        return found;
    }

    public override void Close()
    {
        if (_responseBody.Stage == BodyStage.UntilClose && _answering is { } answering)
            ResponseEnds(answering.EndTime);
        // An answer that came early: the rest of the request is of no interest to anybody any more.
        if (_pairs.Front is { IsAnswered: true } front)
            Emit(front);
    }

    public override void Rest() => _pairs.Rest();

    public override void Abandon() => _pairs.Clear();

    private int ReadRequest(ReadOnlySpan<byte> view, Moment moment)
    {
        if (_requestBody.IsActive)
        {
            if (!MayBeLeftOut(view))
                return ReadRequestBody(view);
            var method = view.IndexOf((byte)' ');
            if (method < 0)
                return 0;
            if (!Methods.IsRegistered(view[..method]))
                return ReadRequestBody(view);
            _requestBody.End();
            RequestEnds();
        }

        if (view[0] is (byte)'\r' or (byte)'\n')
            return 1;
        if (!FirstLine.MayBeRequest(view))
            return Invalid;
        var end = HeadReader.FindEnd(view, ref _requestScanned);
        if (end < 0)
            return IsLineWrong(view, Side.Request) ? Invalid : 0;
        _requestScanned = 0;
        var exchange = _http.Rent();
        exchange.Begin(_connection.Endpoints, moment.First);
        var line = view.IndexOf((byte)'\n');
        if (!FirstLine.TryRequest(view[..line], exchange.Request))
            return Refuse(exchange);
        var framing = _http.Head.Read(view[(line + 1)..end], exchange.Request);
        if (!BeginRequestBody(framing))
            return Refuse(exchange);
        exchange.IsHead = exchange.Request.Word.Bytes.SequenceEqual("HEAD"u8);
        exchange.IsConnect = exchange.Request.Word.Bytes.SequenceEqual("CONNECT"u8);
        exchange.ExpectsContinue = framing.ExpectsContinue;
        exchange.IsLast = framing.IsLast(exchange.Request.Minor);
        exchange.Charged = exchange.Memory;
        _connection.Charge(exchange.Charged);
        _asking = exchange;
        _pairs.Ask(exchange, moment.First);
        if (!_requestBody.IsActive)
            RequestEnds();
        return end;
    }

    /// <summary>Whether the body that was announced may not be there, because the answer came first and the next request seems to follow.</summary>
    private bool MayBeLeftOut(ReadOnlySpan<byte> view) =>
        _requestBody.IsFresh && _asking is { ExpectsContinue: true, HasAnswer: true } && FirstLine.MayBeRequest(view);

    /// <summary>Whether a response begins to a request that is not here yet; that of one who waits for the rest of a request was told of already.</summary>
    private bool IsEarly(ReadOnlySpan<byte> view) =>
        (_pairs.IsEarly || _pairs.Front is { HasAnswer: true }) && !_hasEnded && FirstLine.MayBeResponse(view);

    private bool BeginRequestBody(in Framing framing)
    {
        // A length that is wrong, or a coding that does not tell where the body ends: servers refuse such a request, too.
        if (framing.HasCoding ? !framing.IsChunked : framing.IsLengthWrong)
            return false;
        if (framing.HasCoding)
            _requestBody.BeginChunked();
        else
            _requestBody.BeginFixed(framing.Length ?? 0);
        return true;
    }

    private int ReadRequestBody(ReadOnlySpan<byte> view)
    {
        var taken = _requestBody.Read(view, _asking?.Request, _http.MaxBody);
        Recharge(_asking);
        if (taken >= 0 && !_requestBody.IsActive)
            RequestEnds();
        return taken;
    }

    private void RequestEnds()
    {
        _connection.Counters.Messages++;
        if (_asking is not { } exchange)
            return;
        exchange.IsAsked = true;
        _asking = null;
        if (exchange.IsAnswered)
            Emit(exchange);
    }

    private int ReadResponse(ReadOnlySpan<byte> view, Moment moment)
    {
        if (_responseBody.IsActive)
        {
            var mayTell = view.Length > FirstLine.Version.Length;
            if (!_isDoubtful || !FirstLine.MayBeResponse(view) || (!mayTell && _responseBody.EndsWithin(view.Length)))
                return ReadResponseBody(view, moment.Last);
            if (!mayTell)
                return 0;
            _responseBody.End();
            if (_answering is not null)
                _pairs.Lose();
        }

        if (view[0] is (byte)'\r' or (byte)'\n')
            return 1;
        if (!FirstLine.MayBeResponse(view))
            return Invalid;
        var end = HeadReader.FindEnd(view, ref _responseScanned);
        if (end < 0)
            return IsLineWrong(view, Side.Response) ? Invalid : 0;
        _responseScanned = 0;
        return ReadResponseHead(view[..end], moment) ? end : Invalid;
    }

    private bool ReadResponseHead(ReadOnlySpan<byte> head, Moment moment)
    {
        var line = head.IndexOf((byte)'\n');
        var status = FirstLine.StatusOf(FirstLine.WithoutEnd(head[..line]));
        if (status == 0)
            return false;
        if (status < 200 && status != 101)
        {
            // An interim response: the one that counts follows.
            _connection.Counters.Messages++;
            return true;
        }

        var exchange = _pairs.Answer(moment.First);
        // One that has its answer already waits for the rest of its request.
        if (exchange is { HasAnswer: true })
            exchange = AnsweredAgain();
        var message = exchange?.Response ?? _http.Nowhere;
        message.Clear();
        FirstLine.TryStatus(head[..line], message);
        var framing = _http.Head.Read(head[(line + 1)..], message);
        if (exchange is { IsLast: false } && _pairs.IsInDoubt && framing.IsLast(message.Minor))
        {
            // The server ends the connection: whether more was asked of it before, no response will tell.
            _pairs.Lose();
            exchange = null;
        }

        if (exchange is null)
            _connection.Counters.UnpairedResponses++;
        if (exchange is not null)
        {
            exchange.HasAnswer = true;
            _answering = exchange;
            Recharge(exchange);
        }

        BeginResponseBody(framing, status, exchange);
        if (!_responseBody.IsActive)
            ResponseEnds(moment.Last);
        else if (exchange is not null)
            exchange.EndTime = moment.Last;
        return true;
    }

    /// <summary>Another answer to who has one: who asked for it is not known, and where pairs are not certain none is right.</summary>
    private HttpExchange? AnsweredAgain()
    {
        if (_pairs.IsInDoubt)
            _pairs.Lose();
        return null;
    }

    private void BeginResponseBody(in Framing framing, int status, HttpExchange? exchange)
    {
        _isTunnel = status == 101 || (exchange is { IsConnect: true } && status is >= 200 and < 300);
        _isJudged = _isTunnel && (status != 101 || Upgrades.IsHttp2(exchange?.Response ?? _http.Nowhere));
        if (_isJudged && status == 101 && exchange is not null)
            _http.Upgrades.Put(exchange);
        _isDoubtful = exchange is null || _pairs.IsInDoubt;
        if (_isTunnel || status is 204 or 304 || exchange is { IsHead: true })
            _responseBody.End();
        else if (framing.IsChunked)
            _responseBody.BeginChunked();
        else if (framing is { HasCoding: false, IsLengthWrong: false, Length: { } length })
            _responseBody.BeginFixed(length);
        else if (exchange is not null)
            _responseBody.BeginUntilClose();
        else
            // Whether there is a body depends on a request that nobody saw: the next response is looked for at once.
            _responseBody.End();
    }

    private int ReadResponseBody(ReadOnlySpan<byte> view, long time)
    {
        _isDoubtful = false;
        var taken = _responseBody.Read(view, _answering?.Response, _http.MaxBody);
        if (_answering is not null)
            _answering.EndTime = time;
        Recharge(_answering);
        if (taken >= 0 && !_responseBody.IsActive)
            ResponseEnds(time);
        return taken;
    }

    private void ResponseEnds(long time)
    {
        _connection.Counters.Messages++;
        _hasEnded |= _isTunnel;
        _responseBody.End();
        if (_answering is not { } exchange)
            return;
        _answering = null;
        (exchange.EndTime, exchange.IsAnswered) = (time, true);
        if (exchange.IsAsked || _hasEnded)
            Emit(exchange);
    }

    private void Emit(HttpExchange exchange)
    {
        if (ReferenceEquals(_asking, exchange))
            _asking = null;
        _pairs.Answered();
    }

    private void Add(HttpExchange exchange)
    {
        _connection.Rows.Add(_connection, exchange);
        Recycle(exchange);
    }

    private void Unpaired(HttpExchange exchange)
    {
        _connection.Counters.UnpairedRequests++;
        _connection.Counters.UnpairedResponses += _pairs.IsRefuting ? 1 : 0;
        if (ReferenceEquals(_asking, exchange))
            _asking = null;
        if (ReferenceEquals(_answering, exchange))
            _answering = null;
        Recycle(exchange);
    }

    private void Recycle(HttpExchange exchange)
    {
        _connection.Charge(-exchange.Charged);
        _http.Return(exchange);
    }

    private int Refuse(HttpExchange exchange)
    {
        _http.Return(exchange);
        return Invalid;
    }

    private void Recharge(HttpExchange? exchange)
    {
        if (exchange is null || exchange.Memory == exchange.Charged)
            return;
        _connection.Charge(exchange.Memory - exchange.Charged);
        exchange.Charged = exchange.Memory;
    }

    /// <summary>Whether a first line that is there already is none, so that nobody has to wait for the rest of the head.</summary>
    private bool IsLineWrong(ReadOnlySpan<byte> view, Side side)
    {
        var line = view.IndexOf((byte)'\n');
        if (line < 0)
            return false;
        var nowhere = _http.Nowhere;
        nowhere.Clear();
        return !(side == Side.Request ? FirstLine.TryRequest(view[..line], nowhere) : FirstLine.TryStatus(view[..line], nowhere));
    }
}
