using Pipeline.Transforms.Protocols.Messaging;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Nats;

/// <summary>What is done, by the verb, and of JetStream by the subject.</summary>
internal static class NatsSubjects
{
    private static readonly string[] Words =
    [
        "INFO", "STREAM", "CONSUMER", "MSG", "GET", "NEXT", "DIRECT", "CREATE", "DURABLE", "UPDATE", "DELETE", "PURGE", "LIST", "NAMES", "SNAPSHOT", "RESTORE", "PAUSE", "LEADER", "STEPDOWN", "PEER", "REMOVE", "ACCOUNT", "SERVER",
        "META",
    ];

    /// <summary>Whether a subject is made for the replies to one request.</summary>
    public static bool IsInbox(ReadOnlySpan<byte> subject) => subject.StartsWith("_INBOX."u8);

    /// <summary>Writes the operation, which is one of a few, and says what kind it is.</summary>
    public static OperationType Write(ByteList text, NatsVerb verb, ReadOnlySpan<byte> subject, ReadOnlySpan<byte> payload)
    {
        if (verb is NatsVerb.Pub or NatsVerb.Hpub && subject.StartsWith("$JS."u8))
        {
            if (subject.StartsWith("$JS.ACK."u8))
                return Settle(text, payload);
            // Behind $JS there may be the name of a domain.
            var api = subject.IndexOf(".API."u8);
            if (api >= 0)
                return Ask(text, subject[(api + ".API.".Length)..]);
        }

        switch (verb)
        {
            case NatsVerb.Pub or NatsVerb.Hpub:
                text.Add("publish"u8);
                return OperationType.Send;
            case NatsVerb.Msg or NatsVerb.Hmsg:
                text.Add("deliver"u8);
                return OperationType.Receive;
            default:
                text.Add(verb switch
                {
                    NatsVerb.Sub => "subscribe"u8,
                    NatsVerb.Unsub => "unsubscribe"u8,
                    NatsVerb.Connect => "connect"u8,
                    NatsVerb.Info => "info"u8,
                    _ => "error"u8,
                });
                return OperationType.None;
        }
    }

    private static OperationType Settle(ByteList text, ReadOnlySpan<byte> payload)
    {
        text.Add(payload.StartsWith("-NAK"u8) ? "nak"u8 : payload.StartsWith("+WPI"u8) ? "in_progress"u8 : payload.StartsWith("+NXT"u8) ? "next"u8 : payload.StartsWith("+TERM"u8) ? "term"u8 : "ack"u8);
        return OperationType.Settle;
    }

    private static OperationType Ask(ByteList text, ReadOnlySpan<byte> words)
    {
        while (!words.IsEmpty)
        {
            var dot = words.IndexOf((byte)'.');
            var word = dot < 0 ? words : words[..dot];
            if (!IsWord(word))
                break;
            if (text.Length > 0)
                text.Add("."u8);
            text.Add(word);
            words = dot < 0 ? default : words[(dot + 1)..];
        }

        if (text.Length == 0)
            text.Add("api"u8);
        return text.Bytes.SequenceEqual("CONSUMER.MSG.NEXT"u8) ? OperationType.Receive : OperationType.None;
    }

    private static bool IsWord(ReadOnlySpan<byte> word)
    {
        foreach (var known in Words)
            if (System.Text.Ascii.Equals(word, known))
                return true;
        return false;
    }
}
