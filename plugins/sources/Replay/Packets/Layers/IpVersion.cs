namespace Pipeline.Sources.Replay.Packets.Layers;

/// <summary>Tells IP by its version, where no header names it.</summary>
internal static class IpVersion
{
    public static Layer Read(ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty ? Layer.Short : bytes[0] >> 4 is 4 or 6 ? new Layer(LayerKind.Ip, bytes) : Layer.Other;
}
