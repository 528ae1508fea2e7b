using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Kafka;

/// <summary>The protocol of Kafka's clients, brokers and controllers.</summary>
internal sealed class KafkaProtocol : Protocol
{
    private const int MostKept = 1024;

    // What one long message left behind is not kept for the short ones that follow.
    private const int LargestKept = 8 << 10;

    private readonly Stack<KafkaExchange> _exchanges = new();
    private readonly Stack<BodyReader> _readers = new();
    private readonly TopicNames _names = new();
    private readonly int _maxBody;

    /// <param name="maxBody">Bytes of text kept of each body.</param>
    public KafkaProtocol(int maxBody) => (_maxBody, Look) = (maxBody, new MessageLook(_names));

    public override string Name => "kafka";

    public override TableSchema Table => KafkaTable.Schema;

    public MessageLook Look { get; }

    public override Guess Infer(ReadOnlySpan<byte> first, bool isDatagram) => isDatagram ? Guess.No : Look.Judge(first);

    public override Parser Open(IConnection connection) => new KafkaParser(this, connection);

    public KafkaExchange RentExchange() => _exchanges.TryPop(out var exchange) ? exchange : new KafkaExchange(_maxBody);

    public BodyReader RentReader() => _readers.TryPop(out var reader) ? reader : new BodyReader(_names);

    public void Return(KafkaExchange exchange)
    {
        exchange.Clear();
        if (_exchanges.Count < MostKept && exchange.Memory <= LargestKept)
            _exchanges.Push(exchange);
    }

    public void Return(BodyReader? reader)
    {
        if (reader is not null && _readers.Count < MostKept)
            _readers.Push(reader);
    }
}
