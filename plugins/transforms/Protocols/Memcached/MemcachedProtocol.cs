using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Memcached;

/// <summary>The protocols of memcached over TCP: text, meta and binary.</summary>
/// <param name="maxBody">Bytes kept of keys.</param>
internal sealed class MemcachedProtocol(int maxBody) : Protocol
{
    private const int MostWaiting = 4096;

    // What one long command left behind is not kept for the short ones that follow.
    private const int LargestKept = 4 << 10;

    private readonly Stack<MemcachedExchange> _exchanges = new();

    public override string Name => "memcached";

    public override TableSchema Table => MemcachedTable.Schema;

    public int MostKeys => maxBody;

    public override Guess Infer(ReadOnlySpan<byte> first, bool isDatagram) => isDatagram ? Guess.No : MemcachedGuess.Of(first);

    public override Parser Open(IConnection connection) => new MemcachedParser(this, connection);

    public MemcachedExchange Rent() => _exchanges.TryPop(out var exchange) ? exchange : new MemcachedExchange();

    public void Return(MemcachedExchange exchange)
    {
        if (_exchanges.Count < MostWaiting && exchange.Memory <= LargestKept)
            _exchanges.Push(exchange);
    }
}
