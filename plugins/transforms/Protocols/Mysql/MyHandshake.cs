using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Mysql;

/// <summary>The first packets of a connection, of which what somebody proves to be who he is by is never looked at.</summary>
internal static class MyHandshake
{
    /// <summary>Bytes of a client's packet that asks for encryption, which is the beginning of the other.</summary>
    public const int SslRequest = 32;

    private const byte Version = 10;

    /// <summary>Whether a payload is a server's greeting.</summary>
    public static bool IsGreeting(ReadOnlySpan<byte> payload) =>
        payload.Length > 20 && payload[0] == Version && char.IsAsciiDigit((char)payload[1]) && payload[..Math.Min(payload.Length, 80)].IndexOf((byte)0) > 2;

    /// <summary>Takes what a server says first.</summary>
    public static void Greet(MySession session, ReadOnlySpan<byte> payload)
    {
        var version = new MyFields(payload[1..]).Text();
        session.IsMariaDb = version.StartsWith("5.5.5-"u8) || version.IndexOf("MariaDB"u8) >= 0;
    }

    /// <summary>Whether a payload is a client's answer to the greeting, or the beginning of one.</summary>
    public static bool IsAnswer(ReadOnlySpan<byte> payload, int length)
    {
        var fields = new MyFields(payload);
        var capabilities = (MyCapabilities)fields.Int();
        fields.Int();
        fields.Byte();
        var zeros = fields.Take(19);
        return length >= SslRequest && (capabilities & MyCapabilities.Protocol41) != 0 && !zeros.IsEmpty && zeros.IndexOfAnyExcept((byte)0) < 0;
    }

    /// <summary>Takes what a client says first; adds what is no secret to the row.</summary>
    public static void Answer(MySession session, ReadOnlySpan<byte> payload, ByteList text, int most)
    {
        var fields = new MyFields(payload);
        var capabilities = (MyCapabilities)fields.Int();
        fields.Take(4 + 1 + 19);
        var more = (MyCapabilities)((ulong)fields.Int() << 32);
        // Only who is of MariaDB says more.
        if ((capabilities & MyCapabilities.LongPassword) == 0)
        {
            capabilities |= more;
            session.IsMariaDb = true;
        }

        session.Capabilities = capabilities;
        session.HasNoEof = (capabilities & MyCapabilities.DeprecateEof) != 0;
        var user = fields.Text();
        session.Be(user);
        if ((capabilities & MyCapabilities.LengthEncodedAuth) != 0)
            fields.Counted();
        else if ((capabilities & MyCapabilities.SecureConnection) != 0)
            fields.Take(fields.Byte());
        else
            fields.Text();
        var database = (capabilities & MyCapabilities.ConnectWithDb) != 0 ? fields.Text() : default;
        session.Use(database);
        Add(text, user, database, most);
    }

    /// <summary>Takes who another user is to be.</summary>
    public static void Change(MySession session, ReadOnlySpan<byte> body, ByteList text, int most)
    {
        var fields = new MyFields(body);
        var user = fields.Text();
        if (session.Capabilities is null || session.Has(MyCapabilities.SecureConnection))
            fields.Take(fields.Byte());
        else
            fields.Text();
        var database = fields.Text();
        session.Be(user);
        session.Use(database);
        Add(text, user, database, most);
    }

    private static void Add(ByteList text, ReadOnlySpan<byte> user, ReadOnlySpan<byte> database, int most)
    {
        Readable.Add(text, "user="u8, most, TextStyle.Plain);
        Readable.Add(text, user, most, TextStyle.Plain);
        if (database.IsEmpty)
            return;
        Readable.Add(text, " database="u8, most, TextStyle.Plain);
        Readable.Add(text, database, most, TextStyle.Plain);
    }
}
