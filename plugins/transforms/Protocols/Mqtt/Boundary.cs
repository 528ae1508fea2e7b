using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Mqtt;

/// <summary>Finds where a packet begins among bytes that are in the middle of something.</summary>
internal static class Boundary
{
    /// <summary>As <see cref="Parser.Find"/>.</summary>
    /// <param name="view">The bytes.</param>
    /// <param name="side">Whose.</param>
    /// <param name="isStart">Whether a packet may begin where the view does, as after a gap many do.</param>
    public static int Find(ReadOnlySpan<byte> view, Side side, bool isStart)
    {
        if (isStart && IsChain(view, side))
            return 0;
        for (var at = 0; at < view.Length; at++)
            if (IsNamed(view[at..], side) == true && IsChain(view[at..], side))
                return at;
        return ~view.Length;
    }

    /// <summary>Whether a message or a subscription begins here, whole and with another packet or nothing behind it; null: more is needed to tell.</summary>
    public static bool? IsNamed(ReadOnlySpan<byte> view, Side side)
    {
        if ((PacketType)(view[0] >> 4) is not (PacketType.Publish or PacketType.Subscribe or PacketType.Connect))
            return false;
        if (!PacketHead.TryRead(view, side, out var head))
            return head.Bytes > 0 ? false : null;
        var body = view[head.Bytes..];
        if (head.Type == PacketType.Publish && PublishPacket.TryRead(body, head, hasProperties: false, out _) is not true and var isMessage)
            return isMessage;
        if (head.Type == PacketType.Connect)
            return ConnectPacket.VersionOf(body) is { } version ? version != 0 : null;
        if (head.Rest > PublishPacket.MostRead)
            return false;
        if (body.Length < head.Rest)
            return null;
        if (head.Type == PacketType.Subscribe && !IsSubscription(body[..head.Rest]))
            return false;
        var rest = body[head.Rest..];
        return rest.IsEmpty || PacketHead.TryRead(rest, side, out var next) || next.Bytes == 0;
    }

    /// <summary>Whether the view is packets, one behind the other, to its end.</summary>
    private static bool IsChain(ReadOnlySpan<byte> view, Side side)
    {
        while (!view.IsEmpty)
        {
            if (!PacketHead.TryRead(view, side, out var head) || head.Rest > view.Length - head.Bytes)
                return false;
            var body = view.Slice(head.Bytes, head.Rest);
            if (head.Type == PacketType.Publish && PublishPacket.TryRead(body, head, hasProperties: false, out _) != true)
                return false;
            view = view[(head.Bytes + head.Rest)..];
        }

        return true;
    }

    /// <summary>An identifier and filters, each with its quality of service; in MQTT 5 with properties before, of which there are seldom any.</summary>
    private static bool IsSubscription(ReadOnlySpan<byte> body) => IsFilters(body[2..]) || (body[2] == 0 && IsFilters(body[3..]));

    /// <summary>Whether a subscription, of which the version is not known, has properties, which are none, before its filters.</summary>
    public static bool HasNoProperties(ReadOnlySpan<byte> body) => body.Length > 3 && body[2] == 0 && !IsFilters(body[2..]) && IsFilters(body[3..]);

    private static bool IsFilters(ReadOnlySpan<byte> body)
    {
        while (body.Length > 3)
        {
            var length = body[0] << 8 | body[1];
            if (length == 0 || length + 3 > body.Length || body.Slice(2, length).IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0 || (body[2 + length] & 3) == 3 || body[2 + length] > 0x3F)
                return false;
            body = body[(length + 3)..];
        }

        return body.IsEmpty;
    }
}
