using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Memcached;

/// <summary>The 24 bytes that every message of the binary protocol begins with.</summary>
/// <param name="IsResponse">Who sends it.</param>
/// <param name="Opcode">What it is about.</param>
/// <param name="KeyLength">Bytes of the key.</param>
/// <param name="ExtrasLength">Bytes of what stands before the key.</param>
/// <param name="DataType">Always 0, but for Couchbase.</param>
/// <param name="Status">Of a response; of a request the partition, which only Couchbase has.</param>
/// <param name="Length">Bytes behind the header.</param>
/// <param name="Opaque">What the response repeats.</param>
internal readonly record struct BinaryHeader(bool IsResponse, byte Opcode, int KeyLength, int ExtrasLength, byte DataType, ushort Status, uint Length, uint Opaque)
{
    public const int Size = 24;
    public const byte RequestMagic = 0x80;
    public const byte ResponseMagic = 0x81;

    private const uint MostLength = 1 << 30;
    private const int MostExtras = 20;

    public long ValueLength => Length - KeyLength - ExtrasLength;

    public bool IsValid =>
        BinaryOpcodes.IsKnown(Opcode) && KeyLength <= TextCommand.MostKey && ExtrasLength <= MostExtras && DataType == 0 && Length <= MostLength && ValueLength >= 0
        && (IsResponse ? Status < 0x100 : Status == 0 && ExtrasLength == BinaryOpcodes.ExtrasOf(Opcode, ExtrasLength) && (KeyLength > 0 || !BinaryOpcodes.HasKey(Opcode)));

    /// <summary>Reads from at least <see cref="Size"/> bytes, the first of which is one of both magics.</summary>
    public static BinaryHeader Read(ReadOnlySpan<byte> bytes) => new(
        bytes[0] == ResponseMagic,
        bytes[1],
        BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
        bytes[4],
        bytes[5],
        BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]),
        BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]));
}
