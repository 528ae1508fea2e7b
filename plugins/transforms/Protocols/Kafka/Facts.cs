using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Kafka;

/// <summary>What a message says that has a column of its own. Used again for the next.</summary>
internal sealed class Facts
{
    /// <summary>The longest name a topic may have.</summary>
    public const int MostTopic = 249;

    private const int MostGroup = 255;
    private const int NotTold = int.MinValue;
    private const int MostReplicas = 1000;

    private readonly ByteList _current = new();
    private int _currentPartition = -1;
    private int _keyType;

    /// <summary>The first topic, or the first one with records.</summary>
    public ByteList Topic { get; } = new();

    /// <summary>The first partition of that topic, or the first one with records; -1: none.</summary>
    public int Partition { get; private set; } = -1;

    public uint Topics { get; private set; }

    public bool HasRecords { get; private set; }

    public ulong Records { get; private set; }

    public ByteList Group { get; } = new();

    /// <summary>The first that is none of <see cref="Errors.None"/>.</summary>
    public short Error { get; private set; }

    private int Acks { get; set; } = NotTold;

    /// <summary>Whether they are what a producer asks for: all (-1), none, or a number of replicas, of which newer brokers take one only.</summary>
    public bool AreAcksPlausible => Acks == NotTold || Acks is >= -1 and <= MostReplicas;

    /// <summary>Whether a producer wants no answer.</summary>
    public bool WantsNoAnswer => Acks == 0;

    public int Memory => Topic.Capacity + _current.Capacity + Group.Capacity + 96;

    public void Clear()
    {
        Topic.Clear();
        Group.Clear();
        _current.Clear();
        (Partition, _currentPartition, Topics, HasRecords, Records, Error, Acks, _keyType) = (-1, -1, 0, false, 0, Errors.None, NotTold, 0);
    }

    public void TakeTopic(ReadOnlySpan<byte> name)
    {
        name = name[..Math.Min(name.Length, MostTopic)];
        Topics++;
        _current.Clear();
        _current.Add(name);
        _currentPartition = -1;
        if (Topics == 1)
            Topic.Add(name);
    }

    public void TakePartition(int number)
    {
        _currentPartition = number;
        if (Partition < 0 && Topics <= 1 && number >= 0)
            Partition = number;
    }

    public void TakeRecords(ulong count)
    {
        Records += count;
        if (count == 0 || HasRecords)
            return;
        Topic.Clear();
        Topic.Add(_current.Bytes);
        (HasRecords, Partition) = (true, _currentPartition);
    }

    public void TakeGroup(ReadOnlySpan<byte> name)
    {
        if (Group.Length == 0)
            Group.Add(name[..Math.Min(name.Length, MostGroup)]);
    }

    public void TakeKey(ReadOnlySpan<byte> key)
    {
        if (_keyType == 0)
            TakeGroup(key);
    }

    public void TakeKeyType(int type)
    {
        _keyType = type;
        if (type != 0)
            Group.Clear();
    }

    public void TakeError(short code)
    {
        if (Error == Errors.None)
            Error = code;
    }

    public void TakeAcks(short acks) => Acks = acks;
}
