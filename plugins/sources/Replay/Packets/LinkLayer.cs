using System.Buffers.Binary;

namespace Pipeline.Sources.Replay.Packets;

/// <summary>Finds the IP packet behind a link layer's header.</summary>
internal static class LinkLayer
{
    /// <summary>The link types that <see cref="Find"/> knows, for messages.</summary>
    public const string Known = "expected 0 or 108 loopback, 1 Ethernet, 101 raw IP, 113 or 276 Linux cooked, 228 IPv4, 229 IPv6";

    private const int Null = 0, Ethernet = 1, Raw = 101, RawOfBsd = 12, RawOfOpenBsd = 14, Loop = 108, Cooked = 113, IPv4 = 228, IPv6 = 229, Cooked2 = 276;
    private const int EtherTypeIPv4 = 0x0800, EtherTypeIPv6 = 0x86dd;

    /// <summary>Whether packets of a link type can be read.</summary>
    public static bool IsKnown(int link) => link is Null or Ethernet or Raw or RawOfBsd or RawOfOpenBsd or Loop or Cooked or IPv4 or IPv6 or Cooked2;

    /// <summary>The IP packet within a packet; empty when it carries something else.</summary>
    /// <param name="link">One of the known link types.</param>
    /// <param name="packet">The packet as far as it was captured.</param>
    /// <param name="isShort">The packet ends within the link layer's header.</param>
    public static ReadOnlySpan<byte> Find(int link, ReadOnlySpan<byte> packet, out bool isShort)
    {
        var header = link switch { Ethernet => 14, Cooked => 16, Cooked2 => 20, Null or Loop => 4, _ => 1 };
        isShort = packet.Length < header;
        if (isShort)
            return default;
        return link switch
        {
            Ethernet => BehindTags(packet[12..], out isShort),
            Cooked => BehindTags(packet[14..], out isShort),
            // Its protocol comes first; the tags, where there are any, follow the header.
            Cooked2 => Tagged(BinaryPrimitives.ReadUInt16BigEndian(packet), packet[20..], out isShort),
            Null or Loop => Family(packet) ? packet[4..] : default,
            _ => packet,
        };
    }

    private static ReadOnlySpan<byte> BehindTags(ReadOnlySpan<byte> type, out bool isShort) =>
        Tagged(BinaryPrimitives.ReadUInt16BigEndian(type), type[2..], out isShort);

    // 802.1Q, 802.1ad and what came before it; each tag ends with the type of what follows.
    private static ReadOnlySpan<byte> Tagged(int type, ReadOnlySpan<byte> rest, out bool isShort)
    {
        isShort = false;
        while (type is 0x8100 or 0x88a8 or 0x9100)
        {
            isShort = rest.Length < 4;
            if (isShort)
                return default;
            type = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            rest = rest[4..];
        }

        return type is EtherTypeIPv4 or EtherTypeIPv6 ? rest : default;
    }

    // The family in the byte order of the machine that captured, which need not be the file's; IPv6 has four numbers, a system each.
    private static bool Family(ReadOnlySpan<byte> packet) =>
        BinaryPrimitives.ReadUInt32LittleEndian(packet) is 2 or 10 or 24 or 28 or 30
        || BinaryPrimitives.ReadUInt32BigEndian(packet) is 2 or 10 or 24 or 28 or 30;
}
