using System.Buffers.Binary;
using Pipeline.Sources.Replay.Packets.Layers;

namespace Pipeline.Sources.Replay.Packets.Tunnels;

/// <summary>GRE, and the kind of it that PPTP has.</summary>
internal static class GreHeader
{
    /// <summary>The protocol that IP names it by.</summary>
    public const byte Protocol = 47;

    private const int Least = 4, Field = 4;
    private const int HasChecksum = 0x8000, HasRouting = 0x4000, HasKey = 0x2000, HasSequence = 0x1000, HasAcknowledgement = 0x80, Version = 7;
    private const int Ppp = 0x880b;

    public static Layer Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Least)
            return Layer.Short;
        var (flags, type) = (BinaryPrimitives.ReadUInt16BigEndian(bytes), BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]));
        var isPointToPoint = (flags & Version) == 1 && type == Ppp;
        if ((flags & HasRouting) != 0 || ((flags & Version) != 0 && !isPointToPoint))
            return Layer.Other;
        var length = Least + Of(flags, HasChecksum) + Of(flags, HasKey) + Of(flags, HasSequence) + (isPointToPoint ? Of(flags, HasAcknowledgement) : 0);
        if (bytes.Length < length)
            return Layer.Short;
        if (!isPointToPoint)
            return new Layer(LayerKind.Typed, bytes[length..], Math.Max(type, (ushort)1));
        // The length of what it carries, which may be nothing but an acknowledgement, stands where others have the key.
        return (flags & HasKey) != 0 && BinaryPrimitives.ReadUInt16BigEndian(bytes[Least..]) > 0 ? new Layer(LayerKind.Ppp, bytes[length..]) : Layer.Other;
    }

    private static int Of(int flags, int flag) => (flags & flag) != 0 ? Field : 0;
}
