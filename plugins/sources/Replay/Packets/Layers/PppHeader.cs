namespace Pipeline.Sources.Replay.Packets.Layers;

/// <summary>PPP, with address and control in front or without, and a protocol of one byte or two.</summary>
internal static class PppHeader
{
    private const int IPv4 = 0x21, IPv6 = 0x57, Mpls = 0x281;

    public static Layer Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xff, 3, ..])
            bytes = bytes[2..];
        if (bytes.IsEmpty)
            return Layer.Short;
        // Only the last byte of a protocol is odd.
        var length = (bytes[0] & 1) != 0 ? 1 : 2;
        if (bytes.Length < length)
            return Layer.Short;
        return (length == 1 ? bytes[0] : bytes[0] << 8 | bytes[1]) switch
        {
            IPv4 or IPv6 => new Layer(LayerKind.Ip, bytes[length..]),
            Mpls => MplsLabels.Read(bytes[length..]),
            _ => Layer.Other,
        };
    }
}
