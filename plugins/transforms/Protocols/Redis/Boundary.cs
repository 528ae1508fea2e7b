namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>
/// Finds where a message begins among bytes that are in the middle of something. Elements of a reply look like replies, so a reply is only taken for one where
/// something else tells that one begins.
/// </summary>
internal static class Boundary
{
    /// <summary>As <see cref="Pipeline.Protocols.Parser.Find"/>, of commands.</summary>
    public static int Request(ReadOnlySpan<byte> view)
    {
        for (var at = 0; at < view.Length;)
        {
            if (view[at] == '*' && IsCommand(view[at..]) is var isCommand && isCommand != false)
                return isCommand == true ? at : ~at;
            if (view[at..].IndexOf("\r\n*"u8) is not (>= 0 and var next))
                break;
            at += next + 2;
        }

        return ~(view.Length - (view[^1] == '\r' ? 1 : 0));
    }

    /// <summary>As <see cref="Request"/>, of what a server sends by itself.</summary>
    public static int Push(ReadOnlySpan<byte> view)
    {
        for (var at = 0; at < view.Length;)
        {
            if (IsPush(view[at..]))
                return at;
            if (view[at..].IndexOf("\r\n"u8) is not (>= 0 and var next))
                break;
            at += next + 2;
        }

        return ~view.Length;
    }

    /// <summary>Whether bytes, the first of a piece, may be the first of a reply; null where more are needed to tell.</summary>
    public static bool? IsReply(ReadOnlySpan<byte> view)
    {
        switch (view[0])
        {
            case (byte)'+' or (byte)'-' or (byte)',' or (byte)'(':
                return view.Length == 1 ? null : view[1] is > 0x20 and < 0x7F;
            case (byte)'_' or (byte)'#':
                return IsLine(RespLine.End(view, view[0] == '_' ? 1 : 2));
            case (byte)':' or (byte)'$' or (byte)'*' or (byte)'%' or (byte)'~' or (byte)'>' or (byte)'|' or (byte)'=' or (byte)'!':
                return IsLine(RespLine.Integer(view, out _));
            default:
                return false;
        }
    }

    /// <summary>Whether a command begins here; null where more bytes are needed to tell.</summary>
    public static bool? IsCommand(ReadOnlySpan<byte> view)
    {
        var line = RespLine.Integer(view, out var count);
        if (line <= 0 || count is < 1 or > 1 << 20)
            return line == 0 ? null : false;
        if (line == view.Length)
            return null;
        if (view[line] != '$')
            return false;
        view = view[line..];
        line = RespLine.Integer(view, out var length);
        if (line <= 0 || length is < 1 or > CommandName.MostBytes)
            return line == 0 ? null : false;
        var name = view[line..Math.Min(view.Length, line + (int)length)];
        if (name.Length > 0 && !CommandName.IsWord(name))
            return false;
        return IsLine(RespLine.End(view, Math.Min(view.Length, line + (int)length)));
    }

    /// <summary>A line of MONITOR: seconds, microseconds, and who in brackets.</summary>
    public static bool IsMonitored(ReadOnlySpan<byte> view)
    {
        const int micros = 6;
        var dot = view[..Math.Min(view.Length, 24)].IndexOf((byte)'.');
        if (dot < 2 || view[0] != '+' || view.Length < dot + micros + 3)
            return false;
        return !view[1..dot].ContainsAnyExceptInRange((byte)'0', (byte)'9') && !view.Slice(dot + 1, micros).ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && view.Slice(dot + 1 + micros, 2).SequenceEqual(" ["u8);
    }

    private static bool IsPush(ReadOnlySpan<byte> view)
    {
        if (view[0] is not ((byte)'*' or (byte)'>'))
            return IsMonitored(view);
        var word = FirstWord(view, out var count);
        return count is >= 2 and <= 4 && (PushWords.IsMessage(word) || (view[0] == '>' && word.SequenceEqual("invalidate"u8)));
    }

    /// <summary>The first element of an array or push, if it is a string that is all there; else nothing.</summary>
    public static ReadOnlySpan<byte> FirstWord(ReadOnlySpan<byte> view, out long count)
    {
        var line = RespLine.Integer(view, out count);
        if (line <= 0 || line >= view.Length || view[0] is not ((byte)'*' or (byte)'>') || view[line] != '$')
            return default;
        view = view[line..];
        line = RespLine.Integer(view, out var length);
        return line > 0 && length >= 0 && length <= view.Length - line ? view.Slice(line, (int)length) : default;
    }

    private static bool? IsLine(int read) => read == 0 ? null : read > 0;
}
