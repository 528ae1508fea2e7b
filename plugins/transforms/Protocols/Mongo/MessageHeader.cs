using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Mongo;

/// <summary>The 16 bytes that every message begins with.</summary>
/// <param name="Length">Bytes of the message, these too.</param>
/// <param name="Id">Its number.</param>
/// <param name="Answers">Number of the message that it answers; 0: it asks.</param>
/// <param name="Opcode">What it is.</param>
internal readonly record struct MessageHeader(int Length, int Id, int Answers, Opcode Opcode)
{
    public const int Size = 16;

    /// <summary>What servers take at most, with what compression adds.</summary>
    public const int MostLength = 48_000_000 + (16 << 10);

    private const int LeastBody = 4;

    public bool IsValid =>
        Length is >= Size + LeastBody and <= MostLength
        && Opcode is Opcode.Message or Opcode.Compressed or Opcode.Query or Opcode.Reply or Opcode.GetMore or Opcode.Insert or Opcode.Update or Opcode.Delete or Opcode.KillCursors;

    /// <summary>Reads from at least <see cref="Size"/> bytes.</summary>
    public static MessageHeader Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadInt32LittleEndian(bytes),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
        (Opcode)BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]));
}
