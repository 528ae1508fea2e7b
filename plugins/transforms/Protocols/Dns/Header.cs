using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>What each message begins with.</summary>
/// <param name="message">At least <see cref="Size"/> bytes.</param>
internal readonly struct Header(ReadOnlySpan<byte> message)
{
    public const int Size = 12;

    public ushort Id { get; } = BinaryPrimitives.ReadUInt16BigEndian(message);

    public ushort Bits { get; } = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);

    /// <summary>Entries of the four sections. In an update they are the zone, prerequisites, updates and additional records.</summary>
    public ushort Questions { get; } = BinaryPrimitives.ReadUInt16BigEndian(message[4..]);

    public ushort Answers { get; } = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);

    public ushort Authorities { get; } = BinaryPrimitives.ReadUInt16BigEndian(message[8..]);

    public ushort Additionals { get; } = BinaryPrimitives.ReadUInt16BigEndian(message[10..]);

    public int Records => Answers + Authorities + Additionals;

    public bool IsResponse => (Bits & 0x8000) != 0;

    public Opcode Opcode => (Opcode)(Bits >> 11 & 15);

    /// <summary>The code's lower four bits; EDNS has the others.</summary>
    public int ResponseCode => Bits & 15;

    /// <summary>The bits that are flags, as in <see cref="DnsTable"/>.</summary>
    public ushort Flags => (ushort)(Bits & (int)(HeaderFlags.Authoritative | HeaderFlags.Truncated | HeaderFlags.RecursionDesired | HeaderFlags.RecursionAvailable
        | HeaderFlags.AuthenticData | HeaderFlags.CheckingDisabled));
}
