using System.Buffers.Binary;
using System.Net;

namespace Pipeline.Plugins.Tests.Sources.Replay;

/// <summary>Makes packets, layer by layer. Checksums of IP are right, those of TCP and UDP are not made.</summary>
internal static class Frame
{
    public const int Fin = 1, Syn = 2, Rst = 4, Ack = 16;

    public static byte[] Tcp(int source, int destination, uint sequence, uint acknowledged, int flags, byte[] data, byte[]? options = null)
    {
        options ??= [];
        byte[] header = new byte[20];
        BinaryPrimitives.WriteUInt16BigEndian(header, (ushort)source);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)destination);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(8), acknowledged);
        header[12] = (byte)((5 + options.Length / 4) << 4);
        header[13] = (byte)flags;
        header[14] = 0xff;
        return [.. header, .. options, .. data];
    }

    public static byte[] Udp(int source, int destination, byte[] data)
    {
        byte[] header = new byte[8];
        BinaryPrimitives.WriteUInt16BigEndian(header, (ushort)source);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)destination);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)(8 + data.Length));
        return [.. header, .. data];
    }

    public static byte[] IPv4(string source, string destination, int protocol, byte[] payload, int id = 0, int offset = 0, bool more = false, byte[]? options = null)
    {
        options ??= [];
        var header = new byte[20];
        header[0] = (byte)(0x45 + options.Length / 4);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(20 + options.Length + payload.Length));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)id);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(6), (ushort)(offset / 8 | (more ? 0x2000 : 0)));
        header[8] = 64;
        header[9] = (byte)protocol;
        IPAddress.Parse(source).GetAddressBytes().CopyTo(header, 12);
        IPAddress.Parse(destination).GetAddressBytes().CopyTo(header, 16);
        byte[] whole = [.. header, .. options];
        var sum = 0;
        for (var i = 0; i < whole.Length; i += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(whole.AsSpan(i));
        sum = (sum & 0xffff) + (sum >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(whole.AsSpan(10), (ushort)~(sum + (sum >> 16)));
        return [.. whole, .. payload];
    }

    public static byte[] IPv6(string source, string destination, int next, byte[] payload)
    {
        var header = new byte[40];
        header[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)payload.Length);
        header[6] = (byte)next;
        header[7] = 64;
        IPAddress.Parse(source).GetAddressBytes().CopyTo(header, 8);
        IPAddress.Parse(destination).GetAddressBytes().CopyTo(header, 24);
        return [.. header, .. payload];
    }

    /// <summary>A hop-by-hop or destination options header with padding.</summary>
    public static byte[] Options(int next, byte[] payload, int length = 8) => [(byte)next, (byte)(length / 8 - 1), 1, (byte)(length - 4), .. new byte[length - 4], .. payload];

    public static byte[] Fragment6(int next, uint id, int offset, bool more, byte[] part)
    {
        var header = new byte[8];
        header[0] = (byte)next;
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(offset | (more ? 1 : 0)));
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), id);
        return [.. header, .. part];
    }

    /// <summary>A frame as a link type has it, with as many VLAN tags as are given.</summary>
    public static byte[] Link(int link, byte[] ip, params int[] tags)
    {
        var type = ip.Length > 0 && ip[0] >> 4 == 4 ? 0x0800 : 0x86dd;
        byte[] tagged = [];
        for (var i = 0; i < tags.Length; i++)
            tagged = [.. tagged, .. Two(i < tags.Length - 1 ? 0x88a8 : 0x8100), .. Two(tags[i])];
        byte[] behind = [.. tagged, .. Two(type), .. ip];
        return link switch
        {
            0 => [(byte)(type == 0x0800 ? 2 : 10), 0, 0, 0, .. ip],
            108 => [0, 0, 0, (byte)(type == 0x0800 ? 2 : 30), .. ip],
            1 => [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, .. behind],
            113 => [0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, .. behind],
            276 => [.. behind[..2], 0, 0, 0, 0, 0, 1, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, .. behind[2..]],
            _ => ip,
        };
    }

    private static byte[] Two(int value) => [(byte)(value >> 8), (byte)value];
}
