using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Mqtt;

/// <summary>Numbers that stand for topics, of one direction.</summary>
internal sealed class TopicAliases
{
    // Servers allow ten or a few dozen; of one that allows more, the first ones are known.
    private const int Most = 256;

    private readonly Dictionary<ushort, ByteList> _topics = [];

    public int Memory { get; private set; }

    /// <summary>The number stands for a topic from now on.</summary>
    public void Set(ushort alias, ReadOnlySpan<byte> topic)
    {
        if (!_topics.TryGetValue(alias, out var text))
        {
            if (_topics.Count == Most)
                return;
            _topics.Add(alias, text = new ByteList());
            Memory += 64;
        }

        Memory -= text.Capacity;
        text.Clear();
        text.Add(topic);
        Memory += text.Capacity;
    }

    /// <summary>The topic; empty: it is not known.</summary>
    public ReadOnlySpan<byte> Find(ushort alias) => _topics.TryGetValue(alias, out var text) ? text.Bytes : default;

    public void Clear()
    {
        _topics.Clear();
        Memory = 0;
    }
}
