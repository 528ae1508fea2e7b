using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>Judges first bytes. Lines that other protocols have too, and what someone may have typed, tell nothing before the other side has spoken.</summary>
internal static class RedisGuess
{
    private const int Sure = 90;
    private const int Likely = 75;
    private const int Possible = 60;

    public static Guess Of(ReadOnlySpan<byte> first) => first[0] switch
    {
        (byte)'*' => Array(first),
        (byte)'$' => Bulk(first),
        (byte)'>' or (byte)'%' or (byte)'~' => Aggregate(first),
        (byte)':' => RespLine.Integer(first, out _) switch { 0 => Guess.More, > 0 => new Guess(Possible, Side.Response), _ => Guess.No },
        (byte)'+' => Status(first),
        (byte)'-' => Error(first),
        _ => Inline(first),
    };

    private static Guess Array(ReadOnlySpan<byte> first)
    {
        var line = RespLine.Integer(first, out var count);
        if (line <= 0 || count < -1)
            return line == 0 ? Guess.More : Guess.No;
        if (count <= 0)
            return new Guess(Possible, Side.Response);
        if (line == first.Length)
            return Guess.More;
        if (first[line] != '$')
            return IsType(first[line]) ? new Guess(Likely, Side.Response) : Guess.No;
        var element = first[line..];
        line = RespLine.Integer(element, out var length);
        if (line <= 0 || length < -1)
            return line == 0 ? Guess.More : Guess.No;
        if (length is < 1 or > CommandName.MostBytes)
            return new Guess(Likely, Side.Response);
        if (element.Length - line < length + 2)
            return Guess.More;
        if (RespLine.End(element, line + (int)length) < 0)
            return Guess.No;
        var word = element.Slice(line, (int)length);
        return PushWords.IsMessage(word) ? new Guess(Sure, Side.Response)
            : !PushWords.IsConfirmation(word) && CommonCommands.Contains(word) ? new Guess(Sure, Side.Request)
            : new Guess(Likely, CommandName.IsWord(word) ? null : Side.Response);
    }

    private static Guess Bulk(ReadOnlySpan<byte> first)
    {
        var line = RespLine.Integer(first, out var length);
        if (line <= 0 || length is < -1 or > CommandReader.MostBytes)
            return line == 0 ? Guess.More : Guess.No;
        var isRight = length < 0 || first.Length - line < length + 2 || RespLine.End(first, line + (int)length) > 0;
        return isRight ? new Guess(Likely, Side.Response) : Guess.No;
    }

    private static Guess Aggregate(ReadOnlySpan<byte> first)
    {
        var line = RespLine.Integer(first, out var count);
        if (line <= 0 || count is < 0 and not RespLine.Streamed)
            return line == 0 ? Guess.More : Guess.No;
        if (line == first.Length)
            return count == 0 ? new Guess(Possible, Side.Response) : Guess.More;
        return IsType(first[line]) ? new Guess(Likely, Side.Response) : Guess.No;
    }

    private static Guess Status(ReadOnlySpan<byte> first)
    {
        if (Boundary.IsMonitored(first) || first.StartsWith("+PONG\r\n"u8) || first.StartsWith("+QUEUED\r\n"u8) || first.StartsWith("+FULLRESYNC "u8))
            return new Guess(Likely, Side.Response);
        if ("+OK\r\n"u8.StartsWith(first) || "+PONG\r\n"u8.StartsWith(first) || "+QUEUED\r\n"u8.StartsWith(first))
            return Guess.More;
        // Others say OK, too: the next reply tells.
        return first.StartsWith("+OK\r\n"u8) && Of(first["+OK\r\n".Length..]) is var next && next.Side != Side.Request ? next : Guess.No;
    }

    private static Guess Error(ReadOnlySpan<byte> first)
    {
        var end = first.IndexOf((byte)' ');
        if (end < 0)
            return first.Length < CommandName.MostBytes && !first[1..].ContainsAnyExceptInRange((byte)'A', (byte)'Z') ? Guess.More : Guess.No;
        var word = first[1..end];
        if (word.SequenceEqual("WRONGTYPE"u8) || word.SequenceEqual("NOAUTH"u8) || word.SequenceEqual("WRONGPASS"u8) || word.SequenceEqual("MOVED"u8)
            || word.SequenceEqual("ASK"u8) || word.SequenceEqual("LOADING"u8) || word.SequenceEqual("CLUSTERDOWN"u8) || word.SequenceEqual("READONLY"u8)
            || word.SequenceEqual("NOSCRIPT"u8) || word.SequenceEqual("EXECABORT"u8) || word.SequenceEqual("MISCONF"u8) || word.SequenceEqual("NOPERM"u8))
            return new Guess(Likely, Side.Response);
        return word.SequenceEqual("ERR"u8) ? Guess.More : Guess.No;
    }

    private static Guess Inline(ReadOnlySpan<byte> first)
    {
        var end = first.IndexOfAny((byte)' ', (byte)'\r', (byte)'\n');
        var word = end < 0 ? first : first[..end];
        if (!CommandName.IsWord(word))
            return Guess.No;
        return end < 0 ? (word.Length < CommandName.MostBytes ? Guess.More : Guess.No) : CommonCommands.Contains(word) ? Guess.More : Guess.No;
    }

    private static bool IsType(byte b) => "+-:$*%~_#,(=!|"u8.Contains(b);
}
