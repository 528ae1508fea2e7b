using System.Buffers.Binary;
using Pipeline.Sources.Replay.Connections;
using Pipeline.Sources.Replay.Packets.Layers;

namespace Pipeline.Sources.Replay.Packets.Tunnels;

/// <summary>Finds IP packets that others carry.</summary>
internal static class Tunnel
{
    /// <summary>Tunnels within tunnels that are gone into.</summary>
    public const int MostDeep = 8;

    private const byte IPv4 = 4, IPv6 = 41;
    private const int UdpHeader = 8;

    /// <summary>The packet that a packet carries; what is <see cref="LayerKind.Other"/> carries none, or it is not known which.</summary>
    public static Layer Find(scoped in IpPacket packet) => packet.Protocol switch
    {
        IPv4 or IPv6 => IpVersion.Read(packet.Payload),
        GreHeader.Protocol => GreHeader.Read(packet.Payload).ToIp(),
        ConnectionTables.Udp => FindInDatagram(packet.Payload),
        _ => Layer.Other,
    };

    /// <summary>Only ports name what a datagram carries: what is not whole is none, but a datagram.</summary>
    private static Layer FindInDatagram(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < UdpHeader)
            return Layer.Other;
        var layer = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]) switch
        {
            VxlanHeader.Port => VxlanHeader.Read(datagram[UdpHeader..]),
            GeneveHeader.Port => GeneveHeader.Read(datagram[UdpHeader..]),
            GtpHeader.Port => GtpHeader.Read(datagram[UdpHeader..]),
            _ => Layer.Other,
        };
        layer = layer.ToIp();
        return layer.Kind == LayerKind.Ip && !layer.Bytes.IsEmpty ? layer : Layer.Other;
    }
}
