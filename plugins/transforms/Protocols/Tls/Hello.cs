namespace Pipeline.Transforms.Protocols.Tls;

/// <summary>A client's or a server's hello, taken apart; its parts lie in the message. TLS 1.0 to 1.3, and SSL 3.</summary>
internal readonly ref struct Hello
{
    private const int RandomBytes = 32;
    private const int MostSession = 32;

    // Of a server's hello that is a request for another one of the client's: SHA-256 of "HelloRetryRequest" (RFC 8446, section 4.1.3).
    private static ReadOnlySpan<byte> Retry =>
    [
        0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
        0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
    ];

    public ushort Version { get; private init; }

    public ReadOnlySpan<byte> Random { get; private init; }

    public ReadOnlySpan<byte> SessionId { get; private init; }

    /// <summary>Two bytes each: all that a client offers, the one that a server chose.</summary>
    public ReadOnlySpan<byte> Ciphers { get; private init; }

    public ReadOnlySpan<byte> Extensions { get; private init; }

    public bool IsRetry => Random.SequenceEqual(Retry);

    /// <summary>Whether the message is a client's hello.</summary>
    public static bool TryReadClient(ReadOnlySpan<byte> message, out Hello hello) => TryRead(message, isClient: true, out hello);

    /// <summary>Whether the message is a server's hello.</summary>
    public static bool TryReadServer(ReadOnlySpan<byte> message, out Hello hello) => TryRead(message, isClient: false, out hello);

    private static bool TryRead(ReadOnlySpan<byte> message, bool isClient, out Hello hello)
    {
        var fields = new Fields(message);
        var version = fields.Short();
        var random = fields.Take(RandomBytes);
        var session = fields.ShortVector();
        var ciphers = isClient ? fields.Vector() : fields.Take(2);
        // Methods of compression, which nobody uses.
        fields.Take(isClient ? fields.Byte() : 1);
        // Old ones end here.
        var extensions = fields.IsEmpty ? default : fields.Vector();
        hello = new Hello { Version = version, Random = random, SessionId = session, Ciphers = ciphers, Extensions = extensions };
        return !fields.IsCut && AreWhole(extensions) && version >> 8 == 3 && session.Length <= MostSession && ciphers.Length % 2 == 0;
    }

    private static bool AreWhole(ReadOnlySpan<byte> extensions)
    {
        var walk = new Extensions(extensions);
        while (walk.Next())
        {
        }

        return !walk.IsCut;
    }
}
