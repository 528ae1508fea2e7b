using System.Buffers.Binary;
using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Tls;

/// <summary>A record (RFC 8446, section 5.1): type, version, length, body.</summary>
internal static class TlsRecord
{
    public const int HeadBytes = 5;

    /// <summary>What a record may have at most, with what encryption adds (RFC 5246, section 6.2.3).</summary>
    private const int MostBody = (16 << 10) + 2048;

    private const int HandshakeHeadBytes = 4;

    // Version, random and three empty vectors: less is no hello.
    private const int LeastHello = 38;

    private static ReadOnlySpan<byte> ClientBegins => [(byte)RecordType.Handshake, 3];

    /// <summary>Bytes of a record's body; null: this is no record.</summary>
    public static int? BodyLength(ReadOnlySpan<byte> head)
    {
        var length = BinaryPrimitives.ReadUInt16BigEndian(head[3..]);
        return head[0] is >= (byte)RecordType.ChangeCipherSpec and <= (byte)RecordType.Heartbeat && head[1] == 3 && head[2] <= 4 && length is > 0 and <= MostBody ? length : null;
    }

    /// <summary>Whether bytes begin with a hello, and whose.</summary>
    public static Guess Judge(ReadOnlySpan<byte> first)
    {
        var known = Math.Min(first.Length, ClientBegins.Length);
        if (!first[..known].SequenceEqual(ClientBegins[..known]))
            return Guess.No;
        if (first.Length < HeadBytes + HandshakeHeadBytes + 2)
            return Guess.More;
        var isHello = first[HeadBytes] is (byte)HandshakeType.ClientHello or (byte)HandshakeType.ServerHello;
        var length = first[HeadBytes + 1] << 16 | first[HeadBytes + 2] << 8 | first[HeadBytes + 3];
        // A record may end within the message, but not before it says what it is.
        if (!isHello || BodyLength(first) is not >= HandshakeHeadBytes || length is < LeastHello or > HandshakeStream.MostHello || first[9] != 3 || first[10] > 4)
            return Guess.No;
        return new Guess(95, first[HeadBytes] == (byte)HandshakeType.ClientHello ? Side.Request : Side.Response);
    }
}
