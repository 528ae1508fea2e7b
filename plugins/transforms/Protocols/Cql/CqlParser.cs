using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Pairing;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Cql;

/// <summary>One connection. Answers find their requests by the number of their stream, which is used again at once; events are rows by themselves.</summary>
internal sealed class CqlParser : Parser
{
    private const int MostKeyspace = 64;

    private readonly CqlProtocol _cql;
    private readonly IConnection _connection;
    private readonly NumberedPairs<CqlExchange> _pairs;
    private readonly CqlReader _requests;
    private readonly CqlReader _responses;
    private readonly ByteList _keyspace = new();
    private readonly ByteList _variables = new();
    private readonly ByteList _results = new();
    private int _charged;

    // 0: not known.
    private byte _version;

    public CqlParser(CqlProtocol cql, IConnection connection)
    {
        (_cql, _connection) = (cql, connection);
        _pairs = new NumberedPairs<CqlExchange>(areReused: true, Unpaired);
        _requests = new CqlReader(Side.Request, cql.RentEnvelope, Ask);
        _responses = new CqlReader(Side.Response, cql.RentEnvelope, Answer);
    }

    private bool MayBeSegments => _version is 0 or CqlHeader.Segmented;

    public override int Read(Side side, ReadOnlySpan<byte> view, Moment moment)
    {
        var reader = ReaderOf(side);
        var taken = reader.Read(view, moment, MayBeSegments);
        if (reader.Envelope is { } envelope)
            Recharge(envelope);
        var memory = _requests.Memory + _responses.Memory;
        _connection.Charge(memory - _charged);
        _charged = memory;
        return taken;
    }

    public override bool IsResponseDue(ReadOnlySpan<byte> view)
    {
        if (_responses.IsInside || view.Length < CqlHeader.Size)
            return true;
        if (MayBeSegments && SegmentHeader.TryRead(view, out _))
            return _pairs.IsAnyDue;
        var header = CqlHeader.Read(view);
        return header.Stream < 0 || !header.IsValid || _pairs.IsDue(header.Stream);
    }

    public override bool Skip(Side side, ulong bytes, long time) => ReaderOf(side).Skip(bytes, time);

    public override void Lose(Side side)
    {
        if (ReaderOf(side).Drop() is { } dropped)
            Recycle(dropped);
        _pairs.Lose(side);
        // It may have been changed by what was lost.
        _keyspace.Clear();
    }

    public override int Find(Side side, ReadOnlySpan<byte> view) => CqlGuess.Find(side, view, MayBeSegments);

    public override void Close()
    {
    }

    public override void Abandon()
    {
        foreach (var reader in (ReadOnlySpan<CqlReader>)[_requests, _responses])
            if (reader.Drop() is { } dropped)
                Recycle(dropped);
        _pairs.Clear();
        _connection.Charge(-_charged);
        _charged = 0;
    }

    private CqlReader ReaderOf(Side side) => side == Side.Request ? _requests : _responses;

    private void Ask(CqlEnvelope request, long time)
    {
        Whole(request);
        var exchange = _cql.RentExchange();
        exchange.Begin(_connection.Endpoints, request, request.Time, _keyspace.Bytes);
        if (request.Header.Opcode == CqlOpcode.Execute)
            exchange.Prepared = _cql.Prepared.Find(_connection, RequestText.BodyOf(request).String());
        _pairs.Ask(exchange, _connection.Now);
    }

    private void Answer(CqlEnvelope response, long time)
    {
        Whole(response);
        if (response.Header.Opcode == CqlOpcode.Event)
        {
            var told = _cql.RentExchange();
            told.Begin(_connection.Endpoints, null, response.Time, default);
            told.Response = response;
            Emit(told);
            return;
        }

        if (_pairs.Answer(response.Header.Stream, time) is not { } exchange)
        {
            _connection.Counters.UnpairedResponses++;
            Recycle(response);
            return;
        }

        (exchange.Response, exchange.EndTime) = (response, time);
        if (response.Header.Opcode == CqlOpcode.Result)
            Learn(exchange.Request!, response);
        Emit(exchange);
    }

    /// <summary>What an answer changes for what comes.</summary>
    private void Learn(CqlEnvelope request, CqlEnvelope response)
    {
        var body = ResponseText.BodyOf(response);
        switch ((ResultKind)body.I32())
        {
            case ResultKind.SetKeyspace:
                var keyspace = body.String();
                _keyspace.Clear();
                _keyspace.Add(keyspace[..Math.Min(keyspace.Length, MostKeyspace)]);
                break;
            case ResultKind.Prepared when request.Header.Opcode == CqlOpcode.Prepare:
                var id = body.String();
                if (response.Header.Version == CqlHeader.Segmented)
                    body.String();
                CqlColumns.Read(ref body, hasKey: response.Header.Version > CqlHeader.First, out _).Keep(body, _variables);
                CqlColumns.Read(ref body, hasKey: false, out _).Keep(body, _results);
                var asked = RequestText.BodyOf(request);
                var text = asked.LongString();
                // A part of a text that is not known to be one would be another statement.
                if (asked.IsCut && text.Length < CqlProtocol.MostPrepared)
                    break;
                _cql.Prepared.Learn(_connection, id, text[..Math.Min(text.Length, CqlProtocol.MostPrepared)], _keyspace.Bytes, _variables.Bytes, _results.Bytes);
                break;
        }
    }

    /// <summary>An envelope is at its end.</summary>
    private void Whole(CqlEnvelope envelope)
    {
        _connection.Counters.Messages++;
        _version = envelope.Header.Version;
        if ((envelope.Header.Flags & CqlFlags.Compressed) != 0)
            _cql.Unpacker.Unpack(envelope.Kept);
        Recharge(envelope);
    }

    private void Emit(CqlExchange exchange)
    {
        _connection.Rows.Add(_connection, exchange);
        Recycle(exchange);
    }

    private void Unpaired(CqlExchange exchange)
    {
        _connection.Counters.UnpairedRequests++;
        Recycle(exchange);
    }

    private void Recycle(CqlExchange exchange)
    {
        if (exchange.Request is { } request)
            Recycle(request);
        if (exchange.Response is { } response)
            Recycle(response);
        _cql.Return(exchange);
    }

    private void Recycle(CqlEnvelope envelope)
    {
        _connection.Charge(-envelope.Charged);
        envelope.Charged = 0;
        _cql.Return(envelope);
    }

    private void Recharge(CqlEnvelope envelope)
    {
        _connection.Charge(envelope.Memory - envelope.Charged);
        envelope.Charged = envelope.Memory;
    }
}
