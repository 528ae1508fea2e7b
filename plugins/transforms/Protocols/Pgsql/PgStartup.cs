using System.Buffers.Binary;
using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>What a connection begins with: a length and a code, without a letter.</summary>
internal static class PgStartup
{
    /// <summary>Of a code and its length.</summary>
    public const int Bytes = 8;

    public const int EncryptSsl = 80877103;
    public const int EncryptGss = 80877104;
    public const int CancelRequest = 80877102;

    // What servers take.
    private const int MostLength = 10000;
    private const int Version = 3;
    private const int MostMinor = 9999;

    /// <summary>Whether a length and a code are those of something that begins a connection.</summary>
    public static bool IsRight(int length, int code) => code switch
    {
        EncryptSsl or EncryptGss => length == Bytes,
        CancelRequest => length is >= 16 and <= 12 + 256,
        _ => code >> 16 == Version && (code & 0xFFFF) <= MostMinor && length is > Bytes and <= MostLength,
    };

    public static Guess Judge(ReadOnlySpan<byte> first)
    {
        if (first.Length < Bytes)
            return first.Length < 2 || first[1] == 0 ? Guess.More : Guess.No;
        var (length, code) = (BinaryPrimitives.ReadInt32BigEndian(first), BinaryPrimitives.ReadInt32BigEndian(first[4..]));
        if (!IsRight(length, code) || first.Length > length)
            return Guess.No;
        if (code >> 16 != Version)
            return new Guess(98, Side.Request);
        var body = first[Bytes..];
        // Pairs of names and values, all of them text.
        return body.IsEmpty ? Guess.More : char.IsAsciiLetter((char)body[0]) || body[0] == '_' ? new Guess(95, Side.Request) : Guess.No;
    }
}
