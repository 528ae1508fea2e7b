namespace Pipeline.Sources.Replay.Packets.Layers;

/// <summary>A session of PPP over Ethernet.</summary>
internal static class PppoeHeader
{
    private const int Bytes = 6;
    private const byte Version = 0x11;

    public static Layer Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Bytes)
            return Layer.Short;
        return bytes[0] == Version && bytes[1] == 0 ? new Layer(LayerKind.Ppp, bytes[Bytes..]) : Layer.Other;
    }
}
