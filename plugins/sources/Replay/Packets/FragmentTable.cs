namespace Pipeline.Sources.Replay.Packets;

/// <summary>
/// Keeps fragments until their packet is whole, for 30 seconds of the capture's time at most, as Linux does, and within a bound of memory. One thread at a time.
/// </summary>
/// <param name="lost">Told of packets that will never be whole: how many fragments of each had come, as <c>fragments</c>.</param>
internal sealed class FragmentTable(Action<string> lost)
{
    private const long Lifetime = 30_000_000_000;
    private const long MaxMemory = 8 << 20;
    private const int MaxPackets = 4_096;

    private readonly Dictionary<FragmentKey, LinkedListNode<FragmentedPacket>> _packets = [];
    private readonly LinkedList<FragmentedPacket> _oldestFirst = [];
    private long _memory;

    /// <summary>Takes a fragment.</summary>
    public PacketResult Add(in FragmentKey key, int position, bool more, byte protocol, ReadOnlySpan<byte> data, long time, out AssembledPacket? whole)
    {
        whole = null;
        while (_oldestFirst.First is { } oldest && time - oldest.Value.Time > Lifetime)
            GiveUp(oldest);
        if (!_packets.TryGetValue(key, out var node))
            _packets.Add(key, node = _oldestFirst.AddLast(new FragmentedPacket(key, time)));
        var packet = node.Value;
        _memory -= packet.Memory;
        var fits = packet.Add(position, more, protocol, data);
        _memory += packet.Memory;
        if (!fits)
        {
            // The fragment at hand is the caller's to count.
            GiveUp(node, packet.Fragments - 1);
            return PacketResult.Malformed;
        }

        if (packet.Fragments > 1)
        {
            _memory -= packet.Memory;
            whole = packet.TryAssemble();
            _memory += packet.Memory;
        }

        if (whole is not null)
            Remove(node);
        while (_memory > MaxMemory || _packets.Count > MaxPackets)
            GiveUp(_oldestFirst.First!);
        return whole is null ? PacketResult.Kept : PacketResult.Complete;
    }

    /// <summary>Gives up on all that is kept.</summary>
    public void Finish()
    {
        while (_oldestFirst.First is { } node)
            GiveUp(node);
    }

    private void GiveUp(LinkedListNode<FragmentedPacket> node) => GiveUp(node, node.Value.Fragments);

    private void GiveUp(LinkedListNode<FragmentedPacket> node, int fragments)
    {
        Remove(node);
        for (var i = 0; i < fragments; i++)
            lost("fragments");
    }

    private void Remove(LinkedListNode<FragmentedPacket> node)
    {
        _memory -= node.Value.Memory;
        _packets.Remove(node.Value.Key);
        _oldestFirst.Remove(node);
    }
}
