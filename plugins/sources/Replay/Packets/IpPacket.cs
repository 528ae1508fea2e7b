using System.Runtime.InteropServices;

namespace Pipeline.Sources.Replay.Packets;

/// <summary>What an IP packet, or all fragments of one, carries.</summary>
/// <param name="source">Sender, 16 bytes as an ip column has them.</param>
/// <param name="destination">Receiver, likewise.</param>
/// <param name="protocol">The number of what it carries.</param>
/// <param name="payload">What it carries, as far as it was captured.</param>
/// <param name="length">Bytes that it carried on the wire.</param>
internal readonly ref struct IpPacket(UInt128 source, UInt128 destination, byte protocol, ReadOnlySpan<byte> payload, int length)
{
    public UInt128 Source { get; } = source;

    public UInt128 Destination { get; } = destination;

    public byte Protocol { get; } = protocol;

    public ReadOnlySpan<byte> Payload { get; } = payload;

    public int Length { get; } = length;

    /// <summary>The same addresses with another content.</summary>
    public IpPacket With(byte protocol, ReadOnlySpan<byte> payload, int length) => new(Source, Destination, protocol, payload, length);

    /// <summary>An address of 4 or 16 bytes in the form of an ip column.</summary>
    public static UInt128 Address(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 16)
            return MemoryMarshal.Read<UInt128>(bytes);
        Span<byte> mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, bytes[0], bytes[1], bytes[2], bytes[3]];
        return MemoryMarshal.Read<UInt128>(mapped);
    }
}
