using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>What is kept of a reply. Used again for the next.</summary>
internal sealed class RedisReply
{
    /// <summary>Its first bytes, as sent.</summary>
    public WirePrefix Wire { get; } = new();

    /// <summary>First word of the first error in it.</summary>
    public ByteList Error { get; } = new();

    public ReplyKind Kind { get; set; }

    public ulong Count { get; set; }

    /// <summary>When its first byte was moved.</summary>
    public long Time { get; set; }

    public int Memory => Wire.Memory + Error.Capacity + 96;

    /// <summary>Bytes charged to its connection.</summary>
    public int Charged { get; set; }

    /// <summary>Takes in another reply to the same request.</summary>
    public void Add(RedisReply next, int most)
    {
        Wire.Add(next.Wire, most);
        Count++;
    }

    public void Clear()
    {
        Wire.Clear();
        Error.Clear();
        (Kind, Count, Time, Charged) = (ReplyKind.None, 0, 0, 0);
    }
}
