using Pipeline.Transforms.Protocols.Statements;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>What a connection is set to.</summary>
internal sealed class PgSession
{
    private const int MostName = 256;

    public ByteList User { get; } = new();

    public ByteList Database { get; } = new();

    public SqlRules Rules { get; private set; } = SqlRules.PostgreSql;

    /// <summary>Takes what a client begins with, behind the version; adds the rest of it to a text.</summary>
    public void Begin(ReadOnlySpan<byte> body, ByteList text, int most)
    {
        User.Clear();
        Database.Clear();
        var fields = new PgFields(body);
        while (fields.Text() is { IsEmpty: false } name && !fields.IsCut)
        {
            var value = fields.Text();
            if (name.SequenceEqual("user"u8))
                Readable.Add(User, value, MostName, TextStyle.Plain);
            else if (name.SequenceEqual("database"u8))
                Readable.Add(Database, value, MostName, TextStyle.Plain);
            if (text.Length > 0)
                Readable.Add(text, " "u8, most, TextStyle.Plain);
            Readable.Add(text, name, most, TextStyle.Plain);
            Readable.Add(text, "="u8, most, TextStyle.Plain);
            Readable.Add(text, SecretNames.IsSecret(name) || SecretNames.IsIn(value) ? "[redacted]"u8 : value, most, TextStyle.Plain);
        }

        // That of the user's name, where none is named.
        if (Database.Length == 0)
            Database.Add(User.Bytes);
    }

    /// <summary>The server tells of a setting.</summary>
    public void Set(ReadOnlySpan<byte> body)
    {
        var fields = new PgFields(body);
        if (fields.Text().SequenceEqual("standard_conforming_strings"u8))
            Rules = SqlRules.PostgreSql with { HasBackslashes = fields.Text().SequenceEqual("off"u8) };
    }
}
