using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Nats;

/// <summary>
/// Copies the options of INFO and CONNECT. Of CONNECT only those are told that are known to be no secret: users, passwords, tokens and signatures are not, nor
/// what later versions may add.
/// </summary>
internal static class NatsOptions
{
    private static readonly string[] Harmless =
        ["verbose", "pedantic", "tls_required", "name", "lang", "version", "protocol", "echo", "headers", "no_responders", "account", "cluster", "server_id"];

    private static ReadOnlySpan<byte> Redacted => "[redacted]"u8;

    /// <summary>Writes the members of an object.</summary>
    public static void Write(ReadOnlySpan<byte> text, JsonText json, bool isConnect)
    {
        json.Clear();
        json.BeginObject();
        var members = new JsonMembers(text);
        while (members.MoveNext())
            if (isConnect && !IsHarmless(members.Name))
                json.Text(members.Name, Redacted);
            else if (members.IsLiteral)
                json.Raw(members.Name, members.Value);
            else
                json.Text(members.Name, members.Value);
        json.EndObject();
    }

    /// <summary>Whether an option is set to true.</summary>
    public static bool IsTrue(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        var members = new JsonMembers(text);
        while (members.MoveNext())
            if (members.Name.SequenceEqual(name))
                return members.Value.SequenceEqual("true"u8);
        return false;
    }

    private static bool IsHarmless(ReadOnlySpan<byte> name)
    {
        foreach (var harmless in Harmless)
            if (System.Text.Ascii.Equals(name, harmless))
                return true;
        return false;
    }
}
