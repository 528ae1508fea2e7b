using Pipeline.Sources.Replay.Files;

namespace Pipeline.Sources.Replay.Packets;

/// <summary>Reads the packets of a capture file one by one. One thread at a time.</summary>
internal abstract class PacketReader(InputFile input)
{
    /// <summary>A packet that claims more was damaged, or is none: the largest capture length that libpcap writes.</summary>
    protected const int MaxPacket = 256 << 10;

    /// <summary>The file.</summary>
    protected InputFile Input { get; } = input;

    /// <summary>Bytes of the packet at hand in view; the next reading steps over them.</summary>
    protected int Captured { get; set; }

    /// <summary>Bytes behind the packet that belong to it, such as padding.</summary>
    protected int Trailing { get; set; }

    /// <summary>When the packet was seen, Unix nanoseconds.</summary>
    public long Time { get; protected set; }

    /// <summary>What its first bytes are, as pcap numbers link types.</summary>
    public int Link { get; protected set; }

    /// <summary>The packet as far as it was captured. Valid until the next reading.</summary>
    public ReadOnlySpan<byte> Packet => Input.View[..Captured];

    /// <summary>Whether the capture cut the packet short.</summary>
    public bool IsCut { get; protected set; }

    /// <summary>Steps to the next packet; false at the end of the file.</summary>
    /// <exception cref="MalformedException">The file goes on with something that is no packet, or ends within one.</exception>
    public async ValueTask<bool> NextAsync(CancellationToken stop)
    {
        Input.Skip(Captured + Trailing);
        (Captured, Trailing) = (0, 0);
        return await ReadAsync(stop).ConfigureAwait(false);
    }

    /// <summary>Finds the next packet and brings it to the front of the view.</summary>
    protected abstract ValueTask<bool> ReadAsync(CancellationToken stop);

    /// <summary>Brings bytes into view that have to be there; false when the file ends exactly here and <paramref name="mayEnd"/>.</summary>
    protected async ValueTask<bool> NeedAsync(int bytes, string what, bool mayEnd, CancellationToken stop)
    {
        if (await Input.NeedAsync(bytes, stop).ConfigureAwait(false))
            return true;
        if (mayEnd && Input.View.IsEmpty)
            return false;
        throw new MalformedException(Input.Offset, $"the file ends within {what} (got {Input.View.Length} bytes, expected {bytes})");
    }

    /// <summary>Seconds and a fraction as nanoseconds; what does not fit stays at the end of the range.</summary>
    protected static long Nanoseconds(Int128 value) => (long)Int128.Clamp(value, long.MinValue / 2, long.MaxValue / 2);
}
