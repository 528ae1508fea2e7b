using System.Buffers.Binary;
using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Cql;

/// <summary>The nine bytes that every envelope begins with.</summary>
internal readonly record struct CqlHeader(byte Version, bool IsResponse, CqlFlags Flags, short Stream, CqlOpcode Opcode, int Length)
{
    public const int Size = 9;
    public const byte First = 3;
    public const byte Segmented = 5;

    /// <summary>What servers take at most.</summary>
    public const int MostLength = 256 << 20;

    private const uint Requests = 1 << 1 | 1 << 5 | 1 << 7 | 1 << 9 | 1 << 10 | 1 << 11 | 1 << 13 | 1 << 15;
    private const uint Responses = 1 << 0 | 1 << 2 | 1 << 3 | 1 << 6 | 1 << 8 | 1 << 12 | 1 << 14 | 1 << 16;

    public bool IsValid =>
        Version is >= First and <= Segmented
        && Flags < CqlFlags.Beta
        && Length is >= 0 and <= MostLength
        && Has(IsResponse, (byte)Opcode)
        && (Opcode is CqlOpcode.Ready || Opcode == CqlOpcode.Options ? Length == 0 || Flags != 0 : Length > 0);

    public Side Side => IsResponse ? Side.Response : Side.Request;

    /// <summary>Whether a side has an operation.</summary>
    public static bool Has(bool isResponse, byte opcode) => opcode <= 16 && ((isResponse ? Responses : Requests) >> opcode & 1) != 0;

    /// <summary>Reads from at least <see cref="Size"/> bytes.</summary>
    public static CqlHeader Read(ReadOnlySpan<byte> bytes) => new(
        (byte)(bytes[0] & 0x7F),
        (bytes[0] & 0x80) != 0,
        (CqlFlags)bytes[1],
        BinaryPrimitives.ReadInt16BigEndian(bytes[2..]),
        (CqlOpcode)bytes[4],
        BinaryPrimitives.ReadInt32BigEndian(bytes[5..]));
}
