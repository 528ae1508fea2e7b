using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>The protocol of Redis and of what speaks like it, RESP2 and RESP3.</summary>
/// <param name="maxBody">Bytes of text kept of arguments, and of each reply.</param>
/// <param name="redact">Commands of which secrets are not told.</param>
internal sealed class RedisProtocol(int maxBody, IReadOnlyList<string> redact) : Protocol
{
    private const int MostKept = 1024;

    // What one long command left behind is not kept for the short ones that follow.
    private const int LargestKept = 8 << 10;

    // The name and what decides how to go on are in the first bytes, also where no text is wanted.
    private const int LeastWire = 256;

    private readonly Stack<RedisExchange> _exchanges = new();
    private readonly Stack<RedisReply> _replies = new();
    private readonly RedisText _text = new(maxBody);

    public override string Name => "redis";

    public override TableSchema Table => RedisTable.Schema;

    /// <summary>Bytes kept of each message as sent: lengths and line ends take as much as short texts.</summary>
    public int MostWire { get; } = Math.Max(LeastWire, 2 * maxBody + 64);

    public Secrets Secrets { get; } = new(redact);

    public InlineCommand Inline { get; } = new();

    public override Guess Infer(ReadOnlySpan<byte> first, bool isDatagram) => isDatagram ? Guess.No : RedisGuess.Of(first);

    public override Parser Open(IConnection connection) => new RedisParser(this, connection);

    public RedisExchange RentExchange() => _exchanges.TryPop(out var exchange) ? exchange : new RedisExchange(_text);

    public RedisReply RentReply() => _replies.TryPop(out var reply) ? reply : new RedisReply();

    public void Return(RedisExchange exchange)
    {
        exchange.Clear();
        if (_exchanges.Count < MostKept && exchange.Memory <= LargestKept)
            _exchanges.Push(exchange);
    }

    public void Return(RedisReply reply)
    {
        reply.Clear();
        if (_replies.Count < MostKept && reply.Memory <= LargestKept)
            _replies.Push(reply);
    }
}
