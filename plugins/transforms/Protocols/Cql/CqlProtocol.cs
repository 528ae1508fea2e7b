using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Cql;

/// <summary>Cassandra's native protocol, versions 3 to 5, as ScyllaDB and others speak it, too.</summary>
/// <param name="maxBody">Bytes of text kept of each body.</param>
internal sealed class CqlProtocol(int maxBody) : Protocol
{
    /// <summary>Bytes kept of each body: descriptions of columns stand before how many rows there are.</summary>
    public const int MostKept = 8 << 10;

    /// <summary>Bytes kept of a compressed body: more than what is kept of it then, should it not have become smaller.</summary>
    public const int MostPacked = 10 << 10;

    /// <summary>Bytes kept of a statement's text when it is prepared.</summary>
    public const int MostPrepared = 2 << 10;

    private const int MostWaiting = 1024;

    // What one long message left behind is not kept for the short ones that follow.
    private const int LargestKept = 12 << 10;

    private readonly Stack<CqlExchange> _exchanges = new();
    private readonly Stack<CqlEnvelope> _envelopes = new();
    private readonly CqlText _text = new(maxBody);

    public override string Name => "cql";

    public override TableSchema Table => CqlTable.Schema;


    public PreparedStatements Prepared { get; } = new();

    public CqlUnpacker Unpacker { get; } = new(MostKept);

    public override Guess Infer(ReadOnlySpan<byte> first, bool isDatagram) => isDatagram ? Guess.No : CqlGuess.Of(first);

    public override Parser Open(IConnection connection) => new CqlParser(this, connection);

    public CqlExchange RentExchange() => _exchanges.TryPop(out var exchange) ? exchange : new CqlExchange(_text);

    public CqlEnvelope RentEnvelope() => _envelopes.TryPop(out var envelope) ? envelope : new CqlEnvelope();

    public void Return(CqlExchange exchange)
    {
        exchange.Clear();
        if (_exchanges.Count < MostWaiting)
            _exchanges.Push(exchange);
    }

    public void Return(CqlEnvelope envelope)
    {
        envelope.Clear();
        if (_envelopes.Count < MostWaiting && envelope.Memory <= LargestKept)
            _envelopes.Push(envelope);
    }
}
