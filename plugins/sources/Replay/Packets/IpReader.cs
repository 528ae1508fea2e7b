using System.Buffers.Binary;

namespace Pipeline.Sources.Replay.Packets;

/// <summary>Reads IPv4 and IPv6 headers and puts fragments together. Checksums are not looked at: where a capture is taken they are often not made yet.</summary>
internal sealed class IpReader(FragmentTable fragments)
{
    private const int IPv4Header = 20, IPv6Header = 40, FragmentHeader = 8;

    /// <summary>Reads a packet.</summary>
    /// <param name="data">The packet as far as it was captured, with whatever padding follows it.</param>
    /// <param name="isCut">Whether the capture cut it.</param>
    /// <param name="time">When it was seen.</param>
    /// <param name="packet">What it carries, valid until the next call.</param>
    public PacketResult Read(ReadOnlySpan<byte> data, bool isCut, long time, out IpPacket packet)
    {
        packet = default;
        var version = data.IsEmpty ? 0 : data[0] >> 4;
        return version switch
        {
            4 => ReadIPv4(data, isCut, time, out packet),
            6 => ReadIPv6(data, isCut, time, out packet),
            _ => PacketResult.Malformed,
        };
    }

    private static PacketResult Short(bool isCut) => isCut ? PacketResult.Cut : PacketResult.Malformed;

    private PacketResult ReadIPv4(ReadOnlySpan<byte> data, bool isCut, long time, out IpPacket packet)
    {
        packet = default;
        var header = (data[0] & 0xf) * 4;
        if (header < IPv4Header)
            return PacketResult.Malformed;
        if (data.Length < header)
            return Short(isCut);
        int total = BinaryPrimitives.ReadUInt16BigEndian(data[2..]);
        // A packet that the network card was to cut into several has no length yet.
        if (total == 0)
            total = data.Length;
        if (total < header || (total > data.Length && !isCut))
            return PacketResult.Malformed;
        var payload = data[header..Math.Min(total, data.Length)];
        packet = new IpPacket(IpPacket.Address(data.Slice(12, 4)), IpPacket.Address(data.Slice(16, 4)), data[9], payload, total - header);
        var place = BinaryPrimitives.ReadUInt16BigEndian(data[6..]);
        if ((place & 0x3fff) == 0)
            return PacketResult.Complete;
        var key = new FragmentKey(packet.Source, packet.Destination, BinaryPrimitives.ReadUInt16BigEndian(data[4..]), packet.Protocol, IsIPv6: false);
        return Assemble(key, (place & 0x1fff) * 8, (place & 0x2000) != 0, packet.Protocol, time, ref packet);
    }

    private PacketResult ReadIPv6(ReadOnlySpan<byte> data, bool isCut, long time, out IpPacket packet)
    {
        packet = default;
        if (data.Length < IPv6Header)
            return Short(isCut);
        int length = BinaryPrimitives.ReadUInt16BigEndian(data[4..]);
        if (length == 0)
            length = data.Length - IPv6Header;
        if (length > data.Length - IPv6Header && !isCut)
            return PacketResult.Malformed;
        var payload = data[IPv6Header..Math.Min(IPv6Header + length, data.Length)];
        packet = new IpPacket(IpPacket.Address(data.Slice(8, 16)), IpPacket.Address(data.Slice(24, 16)), data[6], payload, length);
        while (true)
        {
            var result = Step(ref packet, isCut, time);
            if (result != PacketResult.Continues)
                return result;
        }
    }

    // One extension header.
    private PacketResult Step(ref IpPacket packet, bool isCut, long time)
    {
        var data = packet.Payload;
        switch (packet.Protocol)
        {
            case 0 or 43 or 60 or 135 or 139 or 140:
            case 51:
                if (data.Length < 2)
                    return Short(isCut);
                var length = packet.Protocol == 51 ? (data[1] + 2) * 4 : (data[1] + 1) * 8;
                if (length > data.Length)
                    return Short(isCut);
                packet = packet.With(data[0], data[length..], packet.Length - length);
                return PacketResult.Continues;
            case 44:
                if (data.Length < FragmentHeader)
                    return Short(isCut);
                var (next, place) = (data[0], BinaryPrimitives.ReadUInt16BigEndian(data[2..]));
                var key = new FragmentKey(packet.Source, packet.Destination, BinaryPrimitives.ReadUInt32BigEndian(data[4..]), 0, IsIPv6: true);
                packet = packet.With(next, data[FragmentHeader..], packet.Length - FragmentHeader);
                if ((place & 0xfff9) == 0)
                    return PacketResult.Continues;
                var result = Assemble(key, place & 0xfff8, (place & 1) != 0, next, time, ref packet);
                return result == PacketResult.Complete ? PacketResult.Continues : result;
            default:
                return PacketResult.Complete;
        }
    }

    private PacketResult Assemble(in FragmentKey key, int position, bool more, byte protocol, long time, ref IpPacket packet)
    {
        if (packet.Payload.Length < packet.Length)
            return PacketResult.Cut;
        var result = fragments.Add(key, position, more, protocol, packet.Payload, time, out var whole);
        if (whole is not null)
            packet = packet.With(whole.Protocol, whole.Bytes, whole.Bytes.Length);
        return result;
    }
}
