using System.Buffers.Binary;
using System.Numerics;

namespace Pipeline.CaptureFormat;

/// <summary>
/// What precedes each record: little endian {8 bytes magic, u64 file, u64 rows before this record, u32 rows, u32 body bytes, u8 kind, 3 bytes zero, u32 CRC-32C of the
/// body, u32 CRC-32C of all before}. Where a record is damaged the next one is found by magic, file and checksum, and its count says exactly how many rows are
/// missing between.
/// </summary>
/// <param name="File">A random number that all records of a file share, so that a capture within a capture's bytes is not taken for part of it.</param>
/// <param name="RowsBefore">Rows in all records before this one.</param>
/// <param name="Rows">Rows in this record.</param>
/// <param name="Length">Bytes of the body, which follows.</param>
/// <param name="Kind">What the body holds.</param>
/// <param name="Checksum">CRC-32C of the body.</param>
internal readonly record struct RecordHeader(ulong File, ulong RowsBefore, uint Rows, uint Length, RecordKind Kind, uint Checksum)
{
    /// <summary>Bytes of a header.</summary>
    public const int Size = 44;

    /// <summary>The longest body: what a reader has to hold at once.</summary>
    public const int MaxBody = 64 << 20;

    private const int Checked = Size - sizeof(uint);

    /// <summary>The first bytes of each record, hence of each file.</summary>
    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'P', (byte)'L', (byte)'C', (byte)'A', (byte)'P', (byte)'1', (byte)'\n'];

    /// <summary>CRC-32C.</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    /// <summary>Reads a header; false when the bytes are none or damaged.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out RecordHeader header)
    {
        header = default;
        if (bytes.Length < Size || !bytes.StartsWith(Magic) || BinaryPrimitives.ReadUInt32LittleEndian(bytes[Checked..]) != Crc(bytes[..Checked]))
            return false;
        header = new RecordHeader(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[28..]),
            (RecordKind)bytes[32],
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[36..]));
        return header.Length <= MaxBody;
    }

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> to)
    {
        to[..Size].Clear();
        Magic.CopyTo(to);
        BinaryPrimitives.WriteUInt64LittleEndian(to[8..], File);
        BinaryPrimitives.WriteUInt64LittleEndian(to[16..], RowsBefore);
        BinaryPrimitives.WriteUInt32LittleEndian(to[24..], Rows);
        BinaryPrimitives.WriteUInt32LittleEndian(to[28..], Length);
        to[32] = (byte)Kind;
        BinaryPrimitives.WriteUInt32LittleEndian(to[36..], Checksum);
        BinaryPrimitives.WriteUInt32LittleEndian(to[Checked..], Crc(to[..Checked]));
    }
}
