namespace Pipeline.Transforms.Protocols.Kafka;

/// <summary>Names of topics by their ids, as responses on any connection of the worker told them. Bounded: the oldest is forgotten first.</summary>
internal sealed class TopicNames
{
    private const int Most = 10_000;

    private readonly Dictionary<UInt128, byte[]> _names = [];
    private readonly Queue<UInt128> _order = new();

    /// <summary>The name; empty where nobody told it.</summary>
    public ReadOnlySpan<byte> Of(UInt128 id) => _names.TryGetValue(id, out var name) ? name : default;

    public void Learn(UInt128 id, ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name.Length > Facts.MostTopic)
            return;
        if (_names.TryGetValue(id, out var known))
        {
            if (!name.SequenceEqual(known))
                _names[id] = name.ToArray();
            return;
        }

        if (_order.Count == Most)
            _names.Remove(_order.Dequeue());
        _names.Add(id, name.ToArray());
        _order.Enqueue(id);
    }
}
