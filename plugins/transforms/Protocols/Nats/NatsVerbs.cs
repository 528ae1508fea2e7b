using System.Text;

namespace Pipeline.Transforms.Protocols.Nats;

/// <summary>The verbs of the protocol, in any case.</summary>
internal static class NatsVerbs
{
    /// <summary>The longest.</summary>
    public const int MostBytes = 7;

    private static readonly (byte[] Name, NatsVerb Verb)[] All =
    [
        .. new (string, NatsVerb)[]
        {
            ("PUB", NatsVerb.Pub), ("MSG", NatsVerb.Msg), ("HPUB", NatsVerb.Hpub), ("HMSG", NatsVerb.Hmsg), ("+OK", NatsVerb.Ok), ("PING", NatsVerb.Ping), ("PONG", NatsVerb.Pong), ("SUB", NatsVerb.Sub),
            ("UNSUB", NatsVerb.Unsub), ("-ERR", NatsVerb.Err), ("INFO", NatsVerb.Info), ("CONNECT", NatsVerb.Connect), ("RMSG", NatsVerb.ServerMessage), ("LMSG", NatsVerb.ServerMessage),
            ("RS+", NatsVerb.ServerLine), ("RS-", NatsVerb.ServerLine), ("LS+", NatsVerb.ServerLine), ("LS-", NatsVerb.ServerLine), ("A+", NatsVerb.ServerLine), ("A-", NatsVerb.ServerLine),
        }.Select(v => (Encoding.ASCII.GetBytes(v.Item1), v.Item2)),
    ];

    /// <summary>The verb of a word; None: it is no verb.</summary>
    public static NatsVerb Find(ReadOnlySpan<byte> word)
    {
        foreach (var (name, verb) in All)
            if (name.Length == word.Length && Ascii.EqualsIgnoreCase(name, word))
                return verb;
        return NatsVerb.None;
    }

    /// <summary>Whether a verb may begin so.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes)
    {
        foreach (var (name, _) in All)
            if (name.Length >= bytes.Length && Ascii.EqualsIgnoreCase(name.AsSpan(0, bytes.Length), bytes))
                return true;
        return false;
    }

    /// <summary>The verb in capitals.</summary>
    public static ReadOnlySpan<byte> Name(this NatsVerb verb) => verb switch
    {
        NatsVerb.Info => "INFO"u8,
        NatsVerb.Connect => "CONNECT"u8,
        NatsVerb.Pub => "PUB"u8,
        NatsVerb.Hpub => "HPUB"u8,
        NatsVerb.Sub => "SUB"u8,
        NatsVerb.Unsub => "UNSUB"u8,
        NatsVerb.Msg => "MSG"u8,
        NatsVerb.Hmsg => "HMSG"u8,
        NatsVerb.Err => "-ERR"u8,
        _ => default,
    };
}
