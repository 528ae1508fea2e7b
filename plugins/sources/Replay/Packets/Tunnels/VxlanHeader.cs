using Pipeline.Sources.Replay.Packets.Layers;

namespace Pipeline.Sources.Replay.Packets.Tunnels;

/// <summary>VXLAN, which carries Ethernet.</summary>
internal static class VxlanHeader
{
    /// <summary>The port that IANA gave it.</summary>
    public const ushort Port = 4789;

    private const int Bytes = 8;
    private const byte HasNetwork = 8;

    public static Layer Read(ReadOnlySpan<byte> bytes) =>
        bytes.Length < Bytes ? Layer.Short : (bytes[0] & HasNetwork) != 0 && bytes[7] == 0 ? new Layer(LayerKind.Ethernet, bytes[Bytes..]) : Layer.Other;
}
