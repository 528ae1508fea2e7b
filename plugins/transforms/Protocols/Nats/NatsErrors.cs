using System.Buffers.Text;

namespace Pipeline.Transforms.Protocols.Nats;

/// <summary>What of a message tells that something went wrong.</summary>
internal static class NatsErrors
{
    private const int MostBytes = 64;

    /// <summary>The name of a status in the headers of a message; empty: it is no error.</summary>
    public static ReadOnlySpan<byte> OfStatus(ReadOnlySpan<byte> status) => status.Length != 3 || status[0] is (byte)'1' or (byte)'2' ? default
        : status.SequenceEqual("503"u8) ? "NO_RESPONDERS"u8
        : status.SequenceEqual("404"u8) ? "NO_MESSAGES"u8
        : status.SequenceEqual("408"u8) ? "REQUEST_TIMEOUT"u8
        : status.SequenceEqual("409"u8) ? "CONFLICT"u8
        : status;

    /// <summary>The kind of an error that a server tells of: without quotes, and without what it is about.</summary>
    public static ReadOnlySpan<byte> OfText(ReadOnlySpan<byte> text)
    {
        text = text.Trim((byte)'\'');
        var end = text.IndexOf(" for "u8);
        if (text.IndexOfAny((byte)'"', (byte)':', (byte)',') is >= 0 and var special)
            end = end < 0 ? special : Math.Min(end, special);
        text = end < 0 ? text : text[..end].TrimEnd((byte)' ');
        return text[..Math.Min(text.Length, MostBytes)];
    }

    /// <summary>Whether a server tells of it by the way, and then answers the command as if nothing had happened.</summary>
    public static bool IsByTheWay(ReadOnlySpan<byte> kind) => kind.SequenceEqual("Invalid Publish Subject"u8);

    /// <summary>The number of an error in an answer of JetStream; empty: it is none.</summary>
    public static ReadOnlySpan<byte> OfAnswer(ReadOnlySpan<byte> payload)
    {
        var name = "\"err_code\":"u8;
        if (!payload.StartsWith("{"u8) || payload.IndexOf("\"error\":{"u8) < 0 || payload.IndexOf(name) is not (>= 0 and var at))
            return default;
        var digits = payload[(at + name.Length)..];
        return Utf8Parser.TryParse(digits, out uint _, out var used) ? digits[..used] : default;
    }
}
