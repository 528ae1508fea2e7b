using System.Buffers.Binary;
using Pipeline.Sources.Replay.Packets.Layers;

namespace Pipeline.Sources.Replay.Packets;

/// <summary>Finds the IP packet behind a link layer's header.</summary>
internal static class LinkLayer
{
    /// <summary>The link types that <see cref="Find"/> knows, for messages.</summary>
    public const string Known =
        "expected 0 or 108 loopback, 1 Ethernet, 9 or 50 PPP, 101 raw IP, 104 Cisco HDLC, 105 or 127 IEEE 802.11, 113 or 276 Linux cooked, 228 IPv4, 229 IPv6";

    private const int Null = 0, Ethernet = 1, Ppp = 9, RawOfBsd = 12, RawOfOpenBsd = 14, PppSerial = 50, Raw = 101, CiscoHdlc = 104, Wireless = 105, Loop = 108,
        Cooked = 113, Radiotap = 127, IPv4 = 228, IPv6 = 229, Cooked2 = 276;

    /// <summary>Whether packets of a link type can be read.</summary>
    public static bool IsKnown(int link) =>
        link is Null or Ethernet or Ppp or RawOfBsd or RawOfOpenBsd or PppSerial or Raw or CiscoHdlc or Wireless or Loop or Cooked or Radiotap or IPv4 or IPv6 or Cooked2;

    /// <summary>The IP packet within a packet.</summary>
    /// <param name="link">One of the known link types.</param>
    /// <param name="packet">The packet as far as it was captured.</param>
    public static Layer Find(int link, ReadOnlySpan<byte> packet)
    {
        var layer = link switch
        {
            Ethernet => new Layer(LayerKind.Ethernet, packet),
            // Which of the two kinds of frames a line has is not always told right.
            Ppp or PppSerial or CiscoHdlc => HdlcHeader.Read(packet),
            Wireless => new Layer(LayerKind.Wireless, packet),
            Radiotap => RadiotapHeader.Read(packet),
            Cooked => packet.Length < 16 ? Layer.Short : new Layer(LayerKind.Typed, packet[16..], BinaryPrimitives.ReadUInt16BigEndian(packet[14..])),
            // Its protocol comes first; the tags, where there are any, follow the header.
            Cooked2 => packet.Length < 20 ? Layer.Short : new Layer(LayerKind.Typed, packet[20..], BinaryPrimitives.ReadUInt16BigEndian(packet)),
            Null or Loop => packet.Length < 4 ? Layer.Short : Family(packet) ? new Layer(LayerKind.Ip, packet[4..]) : Layer.Other,
            _ => packet.IsEmpty ? Layer.Short : new Layer(LayerKind.Ip, packet),
        };
        return layer.ToIp();
    }

    // The family in the byte order of the machine that captured, which need not be the file's; IPv6 has four numbers, a system each.
    private static bool Family(ReadOnlySpan<byte> packet) =>
        BinaryPrimitives.ReadUInt32LittleEndian(packet) is 2 or 10 or 24 or 28 or 30
        || BinaryPrimitives.ReadUInt32BigEndian(packet) is 2 or 10 or 24 or 28 or 30;
}
