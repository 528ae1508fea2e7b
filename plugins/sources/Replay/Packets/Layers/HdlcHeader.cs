using System.Buffers.Binary;

namespace Pipeline.Sources.Replay.Packets.Layers;

/// <summary>Frames of serial lines, of Cisco's kind or PPP's, which the address tells apart.</summary>
internal static class HdlcHeader
{
    private const int Bytes = 4;
    private const byte Unicast = 0x0f, Multicast = 0x8f;

    public static Layer Read(ReadOnlySpan<byte> frame)
    {
        if (frame is not [Unicast or Multicast, ..])
            return new Layer(LayerKind.Ppp, frame);
        return frame.Length < Bytes ? Layer.Short : new Layer(LayerKind.Typed, frame[Bytes..], BinaryPrimitives.ReadUInt16BigEndian(frame[2..]));
    }
}
