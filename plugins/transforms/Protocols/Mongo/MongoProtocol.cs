using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Mongo;

/// <summary>MongoDB's wire protocol: OP_MSG, compressed or not, and the messages before it.</summary>
/// <param name="maxBody">Bytes of text kept of each body.</param>
internal sealed class MongoProtocol(int maxBody) : Protocol
{
    private const int MostKept = 1024;

    // What one long message left behind is not kept for the short ones that follow.
    private const int LargestKept = 16 << 10;

    // Numbers as text take less than their bytes do with their names.
    private const int LeastWire = 256;

    private readonly Stack<MongoExchange> _exchanges = new();
    private readonly Stack<MongoMessage> _messages = new();
    private readonly BodyWriter _bodies = new(maxBody);

    public override string Name => "mongo";

    public override TableSchema Table => MongoTable.Schema;

    /// <summary>Bytes kept of each message.</summary>
    public int MostWire { get; } = maxBody == 0 ? 0 : Math.Max(LeastWire, 2 * maxBody);

    public Unpacker Unpacker { get; } = new(maxBody == 0 ? 0 : Math.Max(LeastWire, 2 * maxBody));

    public override Guess Infer(ReadOnlySpan<byte> first, bool isDatagram) => isDatagram ? Guess.No : MongoGuess.Of(first);

    public override Parser Open(IConnection connection) => new MongoParser(this, connection);

    public MongoExchange RentExchange() => _exchanges.TryPop(out var exchange) ? exchange : new MongoExchange(_bodies);

    public MongoMessage RentMessage() => _messages.TryPop(out var message) ? message : new MongoMessage();

    public void Return(MongoExchange exchange)
    {
        if (_exchanges.Count < MostKept)
            _exchanges.Push(exchange);
    }

    public void Return(MongoMessage message)
    {
        message.Clear();
        if (_messages.Count < MostKept && message.Memory <= LargestKept)
            _messages.Push(message);
    }
}
