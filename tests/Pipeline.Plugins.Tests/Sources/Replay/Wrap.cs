using System.Buffers.Binary;

namespace Pipeline.Plugins.Tests.Sources.Replay;

/// <summary>Puts packets into other packets.</summary>
internal static class Wrap
{
    /// <summary>Link types and tunnels by name: the link type of the file, and the frame that an IP packet becomes.</summary>
    public static IReadOnlyDictionary<string, (int Link, Func<byte[], byte[]> Frame)> Ways { get; } = new Dictionary<string, (int, Func<byte[], byte[]>)>
    {
        ["ppp"] = (9, ip => [0xff, 3, 0, Ppp(ip), .. ip]),
        ["ppp without address"] = (9, ip => [0, Ppp(ip), .. ip]),
        ["ppp with a short protocol"] = (9, ip => [Ppp(ip), .. ip]),
        ["ppp of a serial line"] = (50, ip => [0xff, 3, 0, Ppp(ip), .. ip]),
        ["cisco hdlc of a serial line"] = (50, ip => [0x0f, 0, .. Type(ip), .. ip]),
        ["cisco hdlc taken for ppp"] = (9, ip => [0x0f, 0, .. Type(ip), .. ip]),
        ["cisco hdlc"] = (104, ip => [0x8f, 0, .. Type(ip), .. ip]),
        ["802.11"] = (105, ip => [.. Wireless(0x08, 2), .. Snap(ip)]),
        ["802.11 of two bridges"] = (105, ip => [.. Wireless(0x08, 3), 1, 2, 3, 4, 5, 6, .. Snap(ip)]),
        ["802.11 with quality"] = (105, ip => [.. Wireless(0x88, 1), 0, 0, .. Snap(ip)]),
        ["802.11 with quality and throughput"] = (105, ip => [.. Wireless(0x88, 0x81), 0, 0, 0, 0, 0, 0, .. Snap(ip)]),
        ["radiotap"] = (127, ip => [0, 0, 8, 0, 0, 0, 0, 0, .. Wireless(0x08, 2), .. Snap(ip)]),
        ["radiotap with padding"] = (127, ip => [0, 0, 17, 0, 3, 0, 0, 0, .. new byte[8], 0x20, .. Wireless(0x88, 2), 0, 0, 0, 0, .. Snap(ip)]),
        ["radiotap of two words"] = (127, ip => [0, 0, 13, 0, 2, 0, 0, 0x80, 0, 0, 0, 0, 0x10, .. Wireless(0x08, 2), .. Snap(ip), 1, 2, 3, 4]),
        ["802.3"] = (1, ip => [.. Ethernet(8 + ip.Length), .. Snap(ip)]),
        ["pppoe"] = (1, ip => [.. Ethernet(0x8864), 0x11, 0, 0, 1, .. Two(2 + ip.Length), 0, Ppp(ip), .. ip]),
        ["mpls"] = (1, ip => [.. Ethernet(0x8847), 0, 1, 0, 64, 0, 2, 1, 64, .. ip]),
        ["ip in ip"] = (101, ip => Frame.IPv4("192.0.2.1", "192.0.2.2", IsFour(ip) ? 4 : 41, ip)),
        ["ip in ipv6"] = (101, ip => Frame.IPv6("2001:db8::1", "2001:db8::2", IsFour(ip) ? 4 : 41, ip)),
        ["gre"] = (101, ip => Gre([0, 0, .. Type(ip), .. ip])),
        ["gre with all fields"] = (101, ip => Gre([0xb0, 0, .. Type(ip), 1, 2, 0, 0, 0, 0, 0, 7, 0, 0, 0, 8, .. ip])),
        ["ethernet in gre"] = (101, ip => Gre([0, 0, 0x65, 0x58, .. Frame.Link(1, ip)])),
        ["pptp"] = (101, ip => Gre([0x30, 0x81, 0x88, 0x0b, .. Two(4 + ip.Length), 0, 9, 0, 0, 0, 1, 0, 0, 0, 2, 0xff, 3, 0, Ppp(ip), .. ip])),
        ["vxlan"] = (101, ip => Datagram(4789, [8, 0, 0, 0, 0, 1, 2, 0, .. Frame.Link(1, ip)])),
        ["geneve"] = (101, ip => Datagram(6081, [2, 0, 0x65, 0x58, 0, 1, 2, 0, 1, 2, 3, 1, 9, 9, 9, 9, .. Frame.Link(1, ip)])),
        ["geneve of ip"] = (101, ip => Datagram(6081, [0, 0, .. Type(ip), 0, 1, 2, 0, .. ip])),
        ["gtp"] = (101, ip => Datagram(2152, [0x30, 0xff, .. Two(ip.Length), 0, 0, 0, 1, .. ip])),
        ["gtp with extensions"] = (101, ip => Datagram(2152, [0x36, 0xff, .. Two(12 + ip.Length), 0, 0, 0, 1, 0, 5, 0, 0x85, 1, 0, 9, 0xc0, 1, 0, 0, 0, .. ip])),
    };

    private static byte Ppp(byte[] ip) => (byte)(IsFour(ip) ? 0x21 : 0x57);

    private static byte[] Type(byte[] ip) => Two(IsFour(ip) ? 0x0800 : 0x86dd);

    private static byte[] Snap(byte[] ip) => [0xaa, 0xaa, 3, 0, 0, 0, .. Type(ip), .. ip];

    private static byte[] Wireless(int control, int flags) => [(byte)control, (byte)flags, 0, 0, .. new byte[18], 0x10, 0];

    private static byte[] Ethernet(int type) => [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, .. Two(type)];

    private static byte[] Gre(byte[] content) => Frame.IPv4("192.0.2.1", "192.0.2.2", 47, content);

    private static byte[] Datagram(int port, byte[] content) => Frame.IPv4("192.0.2.1", "192.0.2.2", 17, Frame.Udp(50_000, port, content));

    private static bool IsFour(byte[] ip) => ip.Length > 0 && ip[0] >> 4 == 4;

    private static byte[] Two(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }
}
