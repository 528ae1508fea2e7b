using System.Buffers.Binary;
using Pipeline.Sources.Replay.Packets.Layers;

namespace Pipeline.Sources.Replay.Packets.Tunnels;

/// <summary>GENEVE, with options of any length.</summary>
internal static class GeneveHeader
{
    /// <summary>The port that IANA gave it.</summary>
    public const ushort Port = 6081;

    private const int Least = 8, Word = 4;
    private const byte Options = 0x3f;

    public static Layer Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Least)
            return Layer.Short;
        var length = Least + (bytes[0] & Options) * Word;
        var type = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        if (bytes[0] >> 6 != 0 || bytes[7] != 0 || type < 0x0600)
            return Layer.Other;
        return bytes.Length < length ? Layer.Short : new Layer(LayerKind.Typed, bytes[length..], type);
    }
}
