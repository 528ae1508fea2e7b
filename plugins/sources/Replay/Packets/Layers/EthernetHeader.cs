using System.Buffers.Binary;

namespace Pipeline.Sources.Replay.Packets.Layers;

internal static class EthernetHeader
{
    private const int Bytes = 14;

    public static Layer Read(ReadOnlySpan<byte> frame) =>
        frame.Length < Bytes ? Layer.Short : new Layer(LayerKind.Typed, frame[Bytes..], BinaryPrimitives.ReadUInt16BigEndian(frame[(Bytes - 2)..]));
}
