using System.Buffers.Text;

namespace Pipeline.Transforms.Protocols.Nats;

/// <summary>A line of the protocol: a verb and what is behind it, as its verb wants it.</summary>
internal ref struct NatsLine
{
    /// <summary>The longest line that is read: servers announce themselves in long ones.</summary>
    public const int MostBytes = 32 << 10;

    // Servers refuse larger ones, by far.
    private const long MostPayload = 1L << 30;

    private const int MostArguments = 6;

    public NatsVerb Verb { get; private set; }

    /// <summary>Bytes of the line, with its end.</summary>
    public int Length { get; private set; }

    /// <summary>Whether the line has what its verb wants, and nothing else.</summary>
    public bool IsRight { get; private set; }

    public ReadOnlySpan<byte> Subject { get; private set; }

    public ReadOnlySpan<byte> ReplyTo { get; private set; }

    public ReadOnlySpan<byte> Queue { get; private set; }

    public ReadOnlySpan<byte> Sid { get; private set; }

    /// <summary>What is behind the verb as it is: JSON of INFO and CONNECT, the text of an error.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    /// <summary>Bytes of the headers in front of the payload.</summary>
    public long HeaderBytes { get; private set; }

    /// <summary>Bytes of the headers and the payload.</summary>
    public long PayloadBytes { get; private set; }

    public readonly bool HasPayload => Verb is NatsVerb.Pub or NatsVerb.Hpub or NatsVerb.Msg or NatsVerb.Hmsg or NatsVerb.ServerMessage;

    /// <summary>Whether it may be the end of another one: of HPUB, HMSG, RMSG or UNSUB.</summary>
    public readonly bool MayBeEnd => Verb switch
    {
        NatsVerb.Pub => TryNumber(ReplyTo, out _),
        NatsVerb.Msg => TryNumber(ReplyTo, out _) || !TryNumber(Sid, out _),
        NatsVerb.Sub => TryNumber(Subject, out _),
        _ => false,
    };

    /// <summary>Reads the line that bytes begin with. False: its end is not there yet; <see cref="IsRight"/> says then whether it may be one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> view, out NatsLine line)
    {
        line = default;
        var end = view[..Math.Min(view.Length, MostBytes)].IndexOf((byte)'\n');
        if (end < 0)
        {
            line.IsRight = view.Length < MostBytes && MayBegin(view);
            return false;
        }

        line.Length = end + 1;
        var text = view[..(end > 0 && view[end - 1] == '\r' ? end - 1 : end)];
        var space = text.IndexOfAny((byte)' ', (byte)'\t');
        line.Verb = NatsVerbs.Find(space < 0 ? text : text[..space]);
        line.Text = space < 0 ? default : text[(space + 1)..].Trim(" \t"u8);
        line.IsRight = line.Verb switch
        {
            NatsVerb.None => false,
            NatsVerb.Info or NatsVerb.Connect => line.Text is [(byte)'{', .., (byte)'}'],
            NatsVerb.Err => !line.Text.IsEmpty,
            NatsVerb.Ok or NatsVerb.Ping or NatsVerb.Pong => line.Text.IsEmpty,
            NatsVerb.ServerLine => true,
            _ => line.ReadArguments(),
        };
        return true;
    }

    private static bool MayBegin(ReadOnlySpan<byte> view)
    {
        var word = view[..Math.Min(view.Length, NatsVerbs.MostBytes + 1)];
        var space = word.IndexOfAny((byte)' ', (byte)'\t', (byte)'\r');
        return space < 0 ? word.Length <= NatsVerbs.MostBytes && NatsVerbs.Begins(word) : NatsVerbs.Find(word[..space]) != NatsVerb.None;
    }

    private bool ReadArguments()
    {
        Span<Range> at = stackalloc Range[MostArguments];
        if (Split(Text, at) is not (> 0 and var count))
            return false;
        switch (Verb)
        {
            case NatsVerb.Pub:
                return count is 2 or 3 && Addressed(at, 0, count - 1, hasSid: false) && Sized(Text[at[count - 1]]);
            case NatsVerb.Hpub:
                return count is 3 or 4 && Addressed(at, 0, count - 2, hasSid: false) && Sized(Text[at[count - 1]], Text[at[count - 2]]);
            case NatsVerb.Msg:
                return count is 3 or 4 && Addressed(at, 0, count - 1, hasSid: true) && Sized(Text[at[count - 1]]);
            case NatsVerb.Hmsg:
                return count is 4 or 5 && Addressed(at, 0, count - 2, hasSid: true) && Sized(Text[at[count - 1]], Text[at[count - 2]]);
            case NatsVerb.ServerMessage:
                return Sized(Text[Text.LastIndexOfAny((byte)' ', (byte)'\t') is >= 0 and var last ? (last + 1).. : ..]);
            case NatsVerb.Sub:
                Subject = Text[at[0]];
                Sid = Text[at[count - 1]];
                Queue = count == 3 ? Text[at[1]] : default;
                return count is 2 or 3;
            default:
                Sid = Text[at[0]];
                return count == 1 || (count == 2 && TryNumber(Text[at[1]], out _));
        }
    }

    /// <summary>A subject, where there is one the number of the subscription, and where there is more the subject to reply to.</summary>
    private bool Addressed(scoped ReadOnlySpan<Range> at, int first, int end, bool hasSid)
    {
        Subject = Text[at[first]];
        if (hasSid)
            Sid = Text[at[++first]];
        ReplyTo = first + 1 < end ? Text[at[first + 1]] : default;
        return true;
    }

    private bool Sized(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> headers = default)
    {
        if (!TryNumber(payload, out var bytes) || bytes > MostPayload)
            return false;
        PayloadBytes = bytes;
        if (headers.IsEmpty)
            return true;
        if (!TryNumber(headers, out bytes) || bytes > PayloadBytes)
            return false;
        HeaderBytes = bytes;
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, out long number) => Utf8Parser.TryParse(text, out number, out var used) && used == text.Length && number >= 0;

    /// <summary>Where words begin and end; how many there are, 0 if too many, or if one is no text.</summary>
    private readonly int Split(ReadOnlySpan<byte> text, Span<Range> at)
    {
        var count = 0;
        for (var start = 0; start < text.Length;)
        {
            var length = text[start..].IndexOfAny((byte)' ', (byte)'\t') is >= 0 and var space ? space : text.Length - start;
            if (length > 0 && (count == at.Length || text.Slice(start, length).IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0))
                return Verb == NatsVerb.ServerMessage ? count : 0;
            if (length > 0)
                at[count++] = start..(start + length);
            start += length + 1;
        }

        return count;
    }
}
