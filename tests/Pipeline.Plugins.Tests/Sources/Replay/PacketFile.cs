using System.Buffers.Binary;

namespace Pipeline.Plugins.Tests.Sources.Replay;

/// <summary>Writes capture files, in memory.</summary>
internal static class PacketFile
{
    /// <summary>A pcap file; packets are (Unix ns, captured bytes, bytes on the wire).</summary>
    public static byte[] Pcap(int link, IEnumerable<(long Time, byte[] Data, int Wire)> packets, bool bigEndian = false, bool nanoseconds = true)
    {
        var file = new List<byte>();
        Write(file, bigEndian, nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4, 4);
        Write(file, bigEndian, 2, 2);
        Write(file, bigEndian, 4, 2);
        foreach (var field in (ReadOnlySpan<uint>)[0, 0, 262_144, (uint)link])
            Write(file, bigEndian, field, 4);
        foreach (var (time, data, wire) in packets)
        {
            Write(file, bigEndian, (uint)(time / 1_000_000_000), 4);
            Write(file, bigEndian, (uint)(time % 1_000_000_000 / (nanoseconds ? 1 : 1_000)), 4);
            Write(file, bigEndian, (uint)data.Length, 4);
            Write(file, bigEndian, (uint)wire, 4);
            file.AddRange(data);
        }

        return [.. file];
    }

    /// <summary>A pcap file of whole packets, a millisecond apart.</summary>
    public static byte[] Pcap(int link, params IEnumerable<byte[]> packets) =>
        Pcap(link, packets.Select((data, i) => (1_700_000_000_000_000_000 + i * 1_000_000L, data, data.Length)));

    public static byte[] Section(bool bigEndian)
    {
        var body = new List<byte>();
        Write(body, bigEndian, 0x1a2b3c4d, 4);
        Write(body, bigEndian, 1, 2);
        Write(body, bigEndian, 0, 2);
        Write(body, bigEndian, ulong.MaxValue, 8);
        return Block(bigEndian, 0x0a0d0d0a, [.. body]);
    }

    public static byte[] Interface(bool bigEndian, int link, uint snapLength, byte? resolution, long? offset = null)
    {
        var body = new List<byte>();
        Write(body, bigEndian, (uint)link, 2);
        Write(body, bigEndian, 0, 2);
        Write(body, bigEndian, snapLength, 4);
        if (resolution is { } value)
        {
            Write(body, bigEndian, 9, 2);
            Write(body, bigEndian, 1, 2);
            body.AddRange([value, 0, 0, 0]);
        }

        if (offset is { } seconds)
        {
            Write(body, bigEndian, 14, 2);
            Write(body, bigEndian, 8, 2);
            Write(body, bigEndian, (ulong)seconds, 8);
        }

        Write(body, bigEndian, 0, 4);
        return Block(bigEndian, 1, [.. body]);
    }

    public static byte[] Enhanced(bool bigEndian, uint on, ulong stamp, byte[] data, int? wire = null)
    {
        var body = new List<byte>();
        Write(body, bigEndian, on, 4);
        Write(body, bigEndian, stamp >> 32, 4);
        Write(body, bigEndian, stamp & uint.MaxValue, 4);
        Write(body, bigEndian, (uint)data.Length, 4);
        Write(body, bigEndian, (uint)(wire ?? data.Length), 4);
        return Block(bigEndian, 6, [.. body, .. data, .. new byte[-data.Length & 3]]);
    }

    public static byte[] Simple(bool bigEndian, byte[] data, int wire)
    {
        var body = new List<byte>();
        Write(body, bigEndian, (uint)wire, 4);
        return Block(bigEndian, 3, [.. body, .. data, .. new byte[-data.Length & 3]]);
    }

    public static byte[] Block(bool bigEndian, uint type, byte[] body)
    {
        var block = new List<byte>();
        Write(block, bigEndian, type, 4);
        Write(block, bigEndian, (uint)body.Length + 12, 4);
        block.AddRange(body);
        Write(block, bigEndian, (uint)body.Length + 12, 4);
        return [.. block];
    }

    private static void Write(List<byte> to, bool bigEndian, ulong value, int bytes)
    {
        Span<byte> all = stackalloc byte[8];
        if (bigEndian)
            BinaryPrimitives.WriteUInt64BigEndian(all, value);
        else
            BinaryPrimitives.WriteUInt64LittleEndian(all, value);
        to.AddRange(bigEndian ? all[(8 - bytes)..] : all[..bytes]);
    }
}
