namespace Pipeline.Protocols;

/// <summary>
/// Where connections stand that were joined in the middle and resembled nothing so far. They have no other state, and once one is known it matters whether anything was
/// missed of it. Bounded: of those seen first longest ago it is not known any more, which costs their first response.
/// </summary>
internal sealed class JoinedConnections
{
    private const int Most = 4096;

    private readonly Dictionary<ConnectionKey, JoinedStreams> _streams = [];
    private readonly Queue<ConnectionKey> _order = new();

    public JoinedStreams Find(in ConnectionKey key) => _streams.Count == 0 ? default : _streams.GetValueOrDefault(key);

    public void Keep(in ConnectionKey key, in JoinedStreams streams)
    {
        if (!streams.IsJoined)
            return;
        if (!_streams.ContainsKey(key))
        {
            if (_order.Count == Most)
                _streams.Remove(_order.Dequeue());
            _order.Enqueue(key);
        }

        _streams[key] = streams;
    }
}
