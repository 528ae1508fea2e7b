using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Mqtt;

/// <summary>The first bytes of a packet: its type, flags, and how many bytes follow.</summary>
internal readonly ref struct PacketHead
{
    private const int MostLengthBytes = 4;

    public PacketType Type { get; private init; }

    public byte Flags { get; private init; }

    /// <summary>Bytes of the head.</summary>
    public int Bytes { get; private init; }

    /// <summary>Bytes behind it.</summary>
    public int Rest { get; private init; }

    public int Qos => Flags >> 1 & 3;

    /// <summary>Reads one; false: it is none, or where <see cref="Bytes"/> is 0 it is not all there.</summary>
    public static bool TryRead(ReadOnlySpan<byte> view, Side side, out PacketHead head)
    {
        head = default;
        var (type, flags) = ((PacketType)(view[0] >> 4), (byte)(view[0] & 0xF));
        if (!IsRight(type, flags, side))
        {
            head = new PacketHead { Bytes = 1 };
            return false;
        }

        var rest = 0;
        for (var i = 1; i < view.Length && i <= MostLengthBytes; i++)
        {
            rest |= (view[i] & 0x7F) << (7 * (i - 1));
            if (view[i] >= 0x80)
                continue;
            head = new PacketHead { Type = type, Flags = flags, Bytes = i + 1, Rest = rest };
            return HasRightLength(type, rest);
        }

        if (view.Length > MostLengthBytes)
            head = new PacketHead { Bytes = 1 };
        return false;
    }

    private static bool IsRight(PacketType type, byte flags, Side side) => type switch
    {
        PacketType.None => false,
        PacketType.Publish => (flags >> 1 & 3) != 3,
        // MQTT 3.1 marks what it sends again.
        PacketType.Pubrel => (flags & 7) == 2,
        PacketType.Subscribe or PacketType.Unsubscribe => (flags & 7) == 2 && side == Side.Request,
        PacketType.Connect or PacketType.Pingreq => flags == 0 && side == Side.Request,
        PacketType.Connack or PacketType.Suback or PacketType.Unsuback or PacketType.Pingresp => flags == 0 && side == Side.Response,
        _ => flags == 0,
    };

    private static bool HasRightLength(PacketType type, int rest) => type switch
    {
        PacketType.Connect => rest >= 12,
        PacketType.Connack or PacketType.Puback or PacketType.Pubrec or PacketType.Pubrel or PacketType.Pubcomp or PacketType.Unsuback => rest >= 2,
        PacketType.Publish or PacketType.Suback => rest >= 2,
        PacketType.Subscribe => rest >= 6,
        PacketType.Unsubscribe => rest >= 5,
        PacketType.Pingreq or PacketType.Pingresp => rest == 0,
        _ => true,
    };
}
