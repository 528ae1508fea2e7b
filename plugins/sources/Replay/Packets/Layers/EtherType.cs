using System.Buffers.Binary;

namespace Pipeline.Sources.Replay.Packets.Layers;

/// <summary>What follows by its EtherType.</summary>
internal static class EtherType
{
    /// <summary>An Ethernet frame within another packet.</summary>
    public const int Bridged = 0x6558;

    private const int IPv4 = 0x0800, IPv6 = 0x86dd, Mpls = 0x8847, MplsUpstream = 0x8848, PppoeSession = 0x8864;

    // What is smaller is the length of a frame that begins with LLC.
    private const int First = 0x0600;

    public static Layer Read(int type, ReadOnlySpan<byte> bytes) => type switch
    {
        IPv4 or IPv6 => new Layer(LayerKind.Ip, bytes),
        // 802.1Q, 802.1ad and what came before it; each tag ends with the type of what follows.
        0x8100 or 0x88a8 or 0x9100 => bytes.Length < 4 ? Layer.Short : new Layer(LayerKind.Typed, bytes[4..], BinaryPrimitives.ReadUInt16BigEndian(bytes[2..])),
        Mpls or MplsUpstream => MplsLabels.Read(bytes),
        PppoeSession => PppoeHeader.Read(bytes),
        Bridged => new Layer(LayerKind.Ethernet, bytes),
        < First => new Layer(LayerKind.Llc, bytes),
        _ => Layer.Other,
    };
}
