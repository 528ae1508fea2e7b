using System.Buffers.Binary;

namespace Pipeline.Sources.Replay.Packets.Layers;

/// <summary>LLC with SNAP, which has an EtherType.</summary>
internal static class LlcHeader
{
    private const int Bytes = 8;

    // The organisation is that of Ethernet, or the one that bridges name.
    private static ReadOnlySpan<byte> Snap => [0xaa, 0xaa, 3, 0, 0];

    public static Layer Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Bytes)
            return Layer.Short;
        return bytes.StartsWith(Snap) && bytes[5] is 0 or 0xf8 && BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) is >= 0x0600 and var type
            ? new Layer(LayerKind.Typed, bytes[Bytes..], type)
            : Layer.Other;
    }
}
