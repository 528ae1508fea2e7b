using System.Buffers.Binary;
using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>
/// Tells messages from other bytes, without asking for ports: by the header's bits, and by walking the entries that it announces. Multicast DNS and LLMNR have
/// messages of the same form.
/// </summary>
internal static class Look
{
    private const int LengthBytes = 2;
    private const int LeastQuestion = 5;
    private const int LeastRecord = 11;

    private const int MostBytes = ushort.MaxValue;

    /// <summary>The longest message of which less than the header is kept until more comes: any two bytes are a length, and who asks first asks for little.</summary>
    private const int MostWaitedFor = 4096;

    /// <summary>Records that tell as much as a question does.</summary>
    private const int Telling = 2;

    /// <summary>What a datagram is.</summary>
    public static Guess AtDatagram(ReadOnlySpan<byte> bytes)
    {
        if (!MayBeHeader(bytes) || bytes.Length < Header.Size)
            return Guess.No;
        var header = new Header(bytes);
        var side = header.IsResponse ? Side.Response : Side.Request;
        var walk = new Walk(bytes);
        if (!walk.Pass(header))
            // Some cut what does not fit where it does not fit, and captures have lengths, too; but then there are questions.
            return walk.IsWrong || walk.Questions == 0 || walk.Questions < header.Questions || !HasRoom(header, MostBytes) ? Guess.No : new Guess(60, side);
        if (walk.At < bytes.Length)
            return walk.Questions > 0 ? new Guess(Guess.Enough, side) : Guess.No;
        return new Guess(walk.Questions + walk.Records > 0 ? 95 : IsBare(header) ? Guess.Enough : 0, side);
    }

    /// <summary>What a stream begins with, where messages are behind their length.</summary>
    public static Guess AtStream(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < LengthBytes)
            return bytes[0] <= MostWaitedFor >> 8 ? Guess.More : Guess.No;
        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        bytes = bytes[LengthBytes..];
        if (length < Header.Size || !MayBeHeader(bytes))
            return Guess.No;
        if (bytes.Length < Header.Size)
            return length <= MostWaitedFor ? Guess.More : Guess.No;
        var header = new Header(bytes);
        if (!HasRoom(header, length) || (header is { Questions: 0, Records: 0 } && length > Header.Size))
            return Guess.No;
        var side = header.IsResponse ? Side.Response : Side.Request;
        var walk = new Walk(bytes[..Math.Min(length, bytes.Length)]);
        var isPassed = walk.Pass(header);
        if (bytes.Length >= length)
        {
            var isBare = walk.Questions + walk.Records == 0;
            return isPassed && (isBare ? length == Header.Size && IsBare(header) : walk.At == length) ? new Guess(isBare ? Guess.Enough : 95, side) : Guess.No;
        }

        if (walk.IsWrong)
            return Guess.No;
        return walk.Questions == header.Questions && walk.Questions + walk.Records / Telling > 0 ? new Guess(80, side) : Guess.More;
    }

    /// <summary>Whether bytes may be the beginning of a message, as far as they go.</summary>
    public static bool MayBeHeader(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4)
            return true;
        var bits = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        var opcode = (Opcode)(bits >> 11 & 15);
        if (opcode is not (Opcode.Query or Opcode.Notify or Opcode.Update or Opcode.Dso) || (bits & 0x40) != 0)
            return false;
        // One who asks has nothing to offer yet, and found no errors.
        return (bits & 0x8000) != 0 ? (bits & 15) <= ResponseCodes.HighestInHeader : (bits & 0x8F) == 0;
    }

    private static bool HasRoom(in Header header, int bytes) => Header.Size + (header.Questions * LeastQuestion) + (header.Records * LeastRecord) <= bytes;

    /// <summary>Whether a header alone is a message: a refusal, or the answer to an update.</summary>
    private static bool IsBare(in Header header) => header.IsResponse && (header.ResponseCode != 0 || header.Opcode == Opcode.Update);
}
