using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Nats;

/// <summary>Judges first bytes. What both sides say, and other protocols too, tells nothing before another line does.</summary>
internal static class NatsGuess
{
    private const int Sure = 95;
    private const int Likely = 80;

    public static Guess Of(ReadOnlySpan<byte> first)
    {
        while (!first.IsEmpty)
        {
            if (!NatsLine.TryRead(first, out var line))
                return line.IsRight ? Prefix(first) : Guess.No;
            if (!line.IsRight)
                return Guess.No;
            switch (line.Verb)
            {
                case NatsVerb.Info:
                    return new Guess(Sure, Side.Response);
                case NatsVerb.Connect:
                    return new Guess(Sure, Side.Request);
                case NatsVerb.Pub or NatsVerb.Hpub or NatsVerb.Sub or NatsVerb.Unsub:
                    return IsFollowed(first, line) ? new Guess(Likely, Side.Request) : Guess.No;
                case NatsVerb.Msg or NatsVerb.Hmsg:
                    return IsFollowed(first, line) ? new Guess(Likely, Side.Response) : Guess.No;
                case NatsVerb.Err:
                    return line.Text[0] == '\'' ? new Guess(Likely, Side.Response) : Guess.No;
                case NatsVerb.ServerLine or NatsVerb.ServerMessage:
                    return Guess.No;
            }

            first = first[line.Length..];
        }

        return Guess.More;
    }

    // A server's greeting, or a client's, may be longer than what is looked at.
    private static Guess Prefix(ReadOnlySpan<byte> first) =>
        first.StartsWith("INFO {\""u8) ? new Guess(Sure, Side.Response) : first.StartsWith("CONNECT {\""u8) ? new Guess(Sure, Side.Request) : Guess.More;

    /// <summary>Whether what is behind a line may be there: its message, and the end of that.</summary>
    private static bool IsFollowed(ReadOnlySpan<byte> first, in NatsLine line)
    {
        if (!line.HasPayload)
            return line.Length >= first.Length || NatsVerbs.Begins(first.Slice(line.Length, 1));
        var rest = first[line.Length..];
        return rest.Length <= line.PayloadBytes || "\r\n"u8.StartsWith(rest[(int)line.PayloadBytes..][..Math.Min(2, rest.Length - (int)line.PayloadBytes)]);
    }
}
