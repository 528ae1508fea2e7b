namespace Pipeline.Transforms.Protocols.Http;

/// <summary>Finds where a message begins among bytes that are in the middle of something.</summary>
internal static class Boundary
{
    /// <summary>Bytes kept in the hope that a request line goes on in what comes next.</summary>
    private const int MostLine = 16 << 10;

    private static ReadOnlySpan<byte> VersionOfRequest => " HTTP/1."u8;

    /// <summary>As <see cref="Pipeline.Protocols.Parser.Find"/>, of status lines.</summary>
    public static int Response(ReadOnlySpan<byte> view)
    {
        for (var at = 0; view[at..].IndexOf(FirstLine.Version) is >= 0 and var found; at++)
        {
            at += found;
            // HTTP/1.x and a space: what is too short to tell is looked at again.
            if (view.Length < at + 9)
                return ~at;
            if (char.IsAsciiDigit((char)view[at + 7]) && view[at + 8] == ' ')
                return at;
        }

        return ~Math.Max(0, view.Length - (FirstLine.Version.Length - 1));
    }

    /// <summary>As <see cref="Pipeline.Protocols.Parser.Find"/>, of request lines.</summary>
    public static int Request(ReadOnlySpan<byte> view)
    {
        for (var at = 0; view[at..].IndexOf(VersionOfRequest) is >= 0 and var found; at++)
        {
            at += found;
            if (Line(view[..at]) is >= 0 and var start)
                return start;
        }

        // A request line may have begun: it has no line end yet.
        var last = view.LastIndexOf((byte)'\n') + 1;
        return ~Math.Max(last, view.Length - MostLine);
    }

    /// <summary>Where the request line begins that ends, but for its version, with the view; -1: nowhere.</summary>
    private static int Line(ReadOnlySpan<byte> view)
    {
        var line = view.LastIndexOf((byte)'\n') + 1;
        var target = view[line..].LastIndexOf((byte)' ');
        if (target <= 0)
            return -1;
        var before = view.Slice(line, target).TrimEnd((byte)' ');
        // A body may end right before the method, without a line end.
        var length = Methods.LengthAtEnd(before);
        if (length == 0)
            return -1;
        // At the very beginning the method may be the rest of another that was cut.
        var start = line + before.Length - length;
        return start == 0 && Methods.IsRestOfAnother(before[^length..]) ? -1 : start;
    }
}
