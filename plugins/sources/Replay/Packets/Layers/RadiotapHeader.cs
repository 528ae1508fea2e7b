using System.Buffers.Binary;

namespace Pipeline.Sources.Replay.Packets.Layers;

/// <summary>What a radio tells of a frame of IEEE 802.11, in front of it. All its numbers are little-endian.</summary>
internal static class RadiotapHeader
{
    private const int Least = 8, Word = 4, Timestamp = 8;
    private const uint HasTimestamp = 1, HasFlags = 2, HasMore = 1u << 31;
    private const byte IsPadded = 0x20, IsDamaged = 0x40;

    public static Layer Read(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < Least)
            return Layer.Short;
        var length = BinaryPrimitives.ReadUInt16LittleEndian(packet[2..]);
        if (packet[0] != 0 || length < Least)
            return Layer.Other;
        if (packet.Length < length)
            return Layer.Short;
        var flags = FlagsOf(packet[..length]);
        return (flags & IsDamaged) != 0 ? Layer.Other : WirelessHeader.Read(packet[length..], (flags & IsPadded) != 0);
    }

    private static byte FlagsOf(ReadOnlySpan<byte> header)
    {
        var present = BinaryPrimitives.ReadUInt32LittleEndian(header[Word..]);
        if ((present & HasFlags) == 0)
            return 0;
        var at = Least;
        for (var word = present; (word & HasMore) != 0 && at + Word <= header.Length; at += Word)
            word = BinaryPrimitives.ReadUInt32LittleEndian(header[at..]);
        if ((present & HasTimestamp) != 0)
            at = ((at + Timestamp - 1) & -Timestamp) + Timestamp;
        return at < header.Length ? header[at] : (byte)0;
    }
}
