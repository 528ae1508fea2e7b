using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Memcached;

/// <summary>Judges first bytes. Lines that Redis and others may have, too, tell nothing before the other side has spoken.</summary>
internal static class MemcachedGuess
{
    private const int Sure = 90;
    private const int Likely = 75;
    private const int Possible = 60;

    public static Guess Of(ReadOnlySpan<byte> first)
    {
        if (first[0] is BinaryHeader.RequestMagic or BinaryHeader.ResponseMagic)
            return Binary(first);
        return char.IsAsciiLetterLower((char)first[0]) ? Command(first) : char.IsAsciiLetterUpper((char)first[0]) ? Reply(first) : Guess.No;
    }

    /// <summary>As <see cref="Parser.Find"/>, of commands.</summary>
    public static int FindCommand(ReadOnlySpan<byte> view)
    {
        for (var at = 0; at < view.Length; at++)
        {
            var rest = view[at..];
            if (rest[0] == BinaryHeader.RequestMagic)
            {
                var binary = Binary(rest);
                if (binary.Confidence > 0)
                    return at;
                if (binary.IsPrefix)
                    return ~at;
            }

            // A line begins where one ended, or where a piece does.
            if (!char.IsAsciiLetterLower((char)rest[0]) || (at > 0 && view[at - 1] != '\n'))
                continue;
            var length = Words.LineOf(rest, out var line);
            if (length > 0 && TextCommand.TryRead(line, out var command) && (command.KeyCount > 0 || command.IsDistinct))
                return at;
            if (length < 0 && rest.Length < 2048)
                return ~at;
        }

        return ~view.Length;
    }

    /// <summary>Whether bytes, the first of a piece, may be the first of an answer; null where more are needed to tell.</summary>
    public static bool? IsReply(ReadOnlySpan<byte> view)
    {
        if (view[0] == BinaryHeader.ResponseMagic)
            return view.Length < BinaryHeader.Size ? null : BinaryHeader.Read(view).IsValid;
        var length = Words.LineOf(view, out var line);
        if (length < 0)
            return view.Length < 512 ? null : false;
        var words = new Words(line);
        return TextReply.WordOf(words.Next()) != ReplyWord.Other;
    }

    private static Guess Binary(ReadOnlySpan<byte> first)
    {
        if (first.Length < BinaryHeader.Size)
            return first.Length > 1 && !BinaryOpcodes.IsKnown(first[1]) ? Guess.No : Guess.More;
        var header = BinaryHeader.Read(first);
        return header.IsValid && (!header.IsResponse || first.Length >= BinaryHeader.Size + header.Length || header.ValueLength > 0)
            ? new Guess(Sure, header.IsResponse ? Side.Response : Side.Request)
            : Guess.No;
    }

    private static Guess Command(ReadOnlySpan<byte> first)
    {
        var length = Words.LineOf(first, out var line);
        if (length > 0)
            return !TextCommand.TryRead(line, out var command) ? Guess.No
                : command.Family == Family.Storage ? new Guess(Sure, Side.Request)
                : command.IsDistinct ? new Guess(Likely, Side.Request)
                : first.Length > length ? Command(first[length..]) is { Confidence: > 0 } next ? next : Guess.More
                : Guess.More;
        var word = first.IndexOf((byte)' ');
        return word < 0 ? first.Length < 16 && first.IndexOfAnyExceptInRange((byte)'_', (byte)'z') < 0 ? Guess.More : Guess.No
            : TextCommand.IsName(first[..word]) ? Guess.More : Guess.No;
    }

    private static Guess Reply(ReadOnlySpan<byte> first)
    {
        var length = Words.LineOf(first, out var line);
        if (length < 0)
            return first.Length < 32 || first.StartsWith("VALUE "u8) ? Guess.More : Guess.No;
        var words = new Words(line);
        switch (TextReply.WordOf(words.Next()))
        {
            case ReplyWord.Value:
                return words.Next().Length > 0 && words.TryNumber(out _) && words.TryNumber(out _) ? new Guess(Sure, Side.Response) : Guess.No;
            case ReplyWord.Stored or ReplyWord.NotStored:
                return words.Next().IsEmpty ? new Guess(Likely, Side.Response) : Guess.No;
            case ReplyWord.Stat:
                return words.Next().Length > 0 && words.Next().Length > 0 ? new Guess(Likely, Side.Response) : Guess.No;
            case ReplyWord.Version:
                return words.Next() is { Length: > 0 } version && char.IsAsciiDigit((char)version[0]) ? new Guess(Possible, Side.Response) : Guess.No;
            case ReplyWord.MetaValue:
                return words.TryNumber(out _) ? new Guess(Possible, Side.Response) : Guess.No;
            case ReplyWord.End or ReplyWord.MetaHeader or ReplyWord.MetaMiss:
                return line.Length <= 3 ? new Guess(Possible, Side.Response) : Guess.No;
            case ReplyWord.Deleted or ReplyWord.NotFound or ReplyWord.Touched or ReplyWord.Exists:
                // Queues say so, too.
                return Guess.More;
            default:
                return Guess.No;
        }
    }
}
