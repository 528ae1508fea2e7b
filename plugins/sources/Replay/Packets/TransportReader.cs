using System.Buffers.Binary;
using Pipeline.Sources.Replay.Connections;

namespace Pipeline.Sources.Replay.Packets;

/// <summary>Reads TCP and UDP headers.</summary>
internal static class TransportReader
{
    private const int TcpHeader = 20, UdpHeader = 8;

    /// <summary>Whether the packet carries TCP or UDP.</summary>
    public static bool Knows(in IpPacket packet) => packet.Protocol is ConnectionTables.Tcp or ConnectionTables.Udp;

    public static PacketResult Read(in IpPacket packet, bool isCut, long time, out Segment segment)
    {
        segment = default;
        var header = packet.Protocol == ConnectionTables.Tcp ? TcpHeader : UdpHeader;
        if (packet.Payload.Length < header)
            return isCut && packet.Length >= header ? PacketResult.Cut : PacketResult.Malformed;
        return packet.Protocol == ConnectionTables.Tcp ? ReadTcp(packet, isCut, time, out segment) : ReadUdp(packet, time, out segment);
    }

    private static PacketResult ReadTcp(in IpPacket packet, bool isCut, long time, out Segment segment)
    {
        segment = default;
        var data = packet.Payload;
        var header = (data[12] >> 4) * 4;
        if (header < TcpHeader || header > packet.Length)
            return PacketResult.Malformed;
        // Only options can be missing here, and there are none that matter.
        var payload = header <= data.Length ? data[header..] : default;
        if (header > data.Length && !isCut)
            return PacketResult.Malformed;
        segment = new Segment
        {
            Source = packet.Source,
            Destination = packet.Destination,
            SourcePort = BinaryPrimitives.ReadUInt16BigEndian(data),
            DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(data[2..]),
            Transport = ConnectionTables.Tcp,
            Time = time,
            Data = payload,
            Size = packet.Length - header,
            Sequence = BinaryPrimitives.ReadUInt32BigEndian(data[4..]),
            Acknowledged = BinaryPrimitives.ReadUInt32BigEndian(data[8..]),
            Flags = (TcpFlags)data[13],
        };
        return PacketResult.Complete;
    }

    private static PacketResult ReadUdp(in IpPacket packet, long time, out Segment segment)
    {
        segment = default;
        var data = packet.Payload;
        int length = BinaryPrimitives.ReadUInt16BigEndian(data[4..]);
        // Too long for its own field: only in an IPv6 jumbogram.
        if (length == 0)
            length = packet.Length;
        if (length < UdpHeader || length > packet.Length)
            return PacketResult.Malformed;
        segment = new Segment
        {
            Source = packet.Source,
            Destination = packet.Destination,
            SourcePort = BinaryPrimitives.ReadUInt16BigEndian(data),
            DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(data[2..]),
            Transport = ConnectionTables.Udp,
            Time = time,
            Data = data[UdpHeader..Math.Min(length, data.Length)],
            Size = length - UdpHeader,
        };
        return PacketResult.Complete;
    }
}
