using System.Globalization;
using Pipeline.Sources.Replay.Files;

namespace Pipeline.Sources.Replay.Packets;

/// <summary>Reads pcap files of either byte order, with microseconds or nanoseconds.</summary>
internal sealed class PcapReader(InputFile input) : PacketReader(input)
{
    /// <summary>Bytes of the file's header.</summary>
    public const int HeaderBytes = 24;

    private const int RecordHeader = 16;

    private ByteReader _order;
    private long _fraction;
    private bool _begun;

    /// <summary>Whether a file that begins so is a pcap file.</summary>
    public static bool Recognizes(ReadOnlySpan<byte> head) => head.Length >= 4 && Order(head, out _, out _);

    /// <summary>The link type that a file's header names.</summary>
    public static int LinkOf(ReadOnlySpan<byte> header)
    {
        _ = Order(header, out var order, out _);
        // The upper bits say how long a frame check sequence is.
        return (int)(order.U32(header[20..]) & 0xffff);
    }

    protected override async ValueTask<bool> ReadAsync(CancellationToken stop)
    {
        if (!_begun)
        {
            await NeedAsync(HeaderBytes, "the header of a pcap file", mayEnd: false, stop).ConfigureAwait(false);
            Begin();
        }

        if (!await NeedAsync(RecordHeader, "a packet's header", mayEnd: true, stop).ConfigureAwait(false))
            return false;
        var captured = ReadHeader(Input.View);
        Input.Skip(RecordHeader);
        await NeedAsync(captured, "a packet", mayEnd: false, stop).ConfigureAwait(false);
        Captured = captured;
        return true;
    }

    private static bool Order(ReadOnlySpan<byte> head, out ByteReader order, out long fraction)
    {
        order = new ByteReader(head[0] is 0xa1);
        var magic = order.U32(head);
        fraction = magic == 0xa1b23c4d ? 1 : 1_000;
        return magic is 0xa1b2c3d4 or 0xa1b23c4d;
    }

    private void Begin()
    {
        _ = Order(Input.View, out _order, out _fraction);
        Link = LinkOf(Input.View);
        if (!LinkLayer.IsKnown(Link))
            throw new MalformedException(20, $"packets of link type {Link} cannot be read ({LinkLayer.Known})");
        Input.Skip(HeaderBytes);
        _begun = true;
    }

    private int ReadHeader(ReadOnlySpan<byte> header)
    {
        var captured = _order.U32(header[8..]);
        if (captured > MaxPacket)
            throw new MalformedException(Input.Offset, string.Create(CultureInfo.InvariantCulture, $"a packet of {captured} bytes (expected {MaxPacket} at most)"));
        Time = _order.U32(header) * 1_000_000_000L + _order.U32(header[4..]) * _fraction;
        IsCut = captured < _order.U32(header[12..]);
        return (int)captured;
    }
}
