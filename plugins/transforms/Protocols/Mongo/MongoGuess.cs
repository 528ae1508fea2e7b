using System.Buffers.Binary;
using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Mongo;

/// <summary>Judges first bytes, and finds the next message: the header alone is not believed, what is behind it has to fit.</summary>
internal static class MongoGuess
{
    private const int Sure = 95;
    private const int Likely = 85;

    // What must be seen of a message before it is judged.
    private const int LeastSeen = 32;

    public static Guess Of(ReadOnlySpan<byte> first)
    {
        if (first.Length >= 4 && BinaryPrimitives.ReadInt32LittleEndian(first) is < MessageHeader.Size + 4 or > MessageHeader.MostLength)
            return Guess.No;
        if (first.Length < MessageHeader.Size)
            return Guess.More;
        var header = MessageHeader.Read(first);
        if (!header.IsValid)
            return Guess.No;
        var body = first[MessageHeader.Size..];
        var length = header.Length - MessageHeader.Size;
        if (first.Length < Math.Min(LeastSeen, header.Length))
            return Guess.More;
        var side = header.Opcode == Opcode.Reply || (header.Opcode is Opcode.Message or Opcode.Compressed && header.Answers is not (0 or -1)) ? Side.Response : Side.Request;
        return header.Opcode switch
        {
            Opcode.Message => IsMessage(body, length) ? new Guess(Sure, side) : Guess.No,
            Opcode.Compressed => IsCompressed(body, length, header) ? new Guess(Likely, side) : Guess.No,
            Opcode.Reply => IsReply(body, length, header) ? new Guess(Likely, side) : Guess.No,
            Opcode.KillCursors => length >= 8 && Int32(body, 4) is > 0 and var cursors && length == 8 + 8L * cursors ? new Guess(Likely, side) : Guess.No,
            _ => Legacy(body, length, header),
        };
    }

    /// <summary>As <see cref="Parser.Find"/>.</summary>
    public static int Find(Side side, ReadOnlySpan<byte> view)
    {
        for (var at = 0; at < view.Length; at++)
        {
            if (view.Length - at >= MessageHeader.Size && (view[at + 3] > 2 || view[at + 14] != 0))
                continue;
            var guess = Of(view[at..]);
            if (guess.Confidence >= Guess.Enough && guess.Side == side)
                return at;
            if (guess.IsPrefix)
                return ~at;
        }

        return ~view.Length;
    }

    private static bool IsMessage(ReadOnlySpan<byte> body, int length)
    {
        if (length < 4 + 1 + BsonType.LeastDocument || ((MessageFlags)Int32(body, 0) & ~MessageFlags.Known) != 0)
            return false;
        var rest = length - 4 - 1 - (((MessageFlags)Int32(body, 0) & MessageFlags.Checksum) != 0 ? 4 : 0);
        return body[4] switch
        {
            0 => IsDocument(body[5..], rest),
            1 => Int32(body, 5) is > 4 and var size && size <= rest && body[9] > 0x20,
            _ => false,
        };
    }

    private static bool IsCompressed(ReadOnlySpan<byte> body, int length, in MessageHeader header)
    {
        var original = header with { Opcode = (Opcode)Int32(body, 0) };
        return length > 9 && original.IsValid && original.Opcode != Opcode.Compressed && Int32(body, 4) is > 0 and <= MessageHeader.MostLength && body[8] <= 3;
    }

    private static bool IsReply(ReadOnlySpan<byte> body, int length, in MessageHeader header) =>
        length >= 20 && header.Answers != 0 && (uint)Int32(body, 0) < 16
        && (body.Length < 20 ? Int32(body, 12) >= 0 : Int32(body, 12) >= 0 && Int32(body, 16) is >= 0 and < 1 << 24 && (Int32(body, 16) > 0 == length > 20))
        && (length == 20 || body.Length < 24 || IsDocument(body[20..], length - 20));

    /// <summary>What names a collection at its beginning.</summary>
    private static Guess Legacy(ReadOnlySpan<byte> body, int length, in MessageHeader header)
    {
        var flags = header.Opcode switch { Opcode.Query => 0xFE, Opcode.Insert => 1, _ => 0 };
        if (header.Answers is not (0 or -1) || (Int32(body, 0) & ~flags) != 0)
            return Guess.No;
        var text = body[4..Math.Min(body.Length, 4 + MongoMessage.MostName)];
        var end = text.IndexOf((byte)0);
        var name = end < 0 ? text : text[..end];
        if (name.IndexOfAnyExceptInRange((byte)0x21, (byte)0xFE) >= 0)
            return Guess.No;
        if (end < 0)
            return body.Length < length && text.Length < MongoMessage.MostName ? Guess.More : Guess.No;
        return name.IndexOf((byte)'.') is > 0 and var dot && dot < name.Length - 1 ? new Guess(Likely, Side.Request) : Guess.No;
    }

    private static bool IsDocument(ReadOnlySpan<byte> bytes, int most)
    {
        var length = Int32(bytes, 0);
        return length >= BsonType.LeastDocument && length <= most
            && (length == BsonType.LeastDocument ? bytes.Length < 5 || bytes[4] == 0 : bytes.Length < 6 || (BsonType.IsKnown(bytes[4]) && bytes[5] != 0));
    }

    private static int Int32(ReadOnlySpan<byte> bytes, int at) => bytes.Length < at + 4 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
}
