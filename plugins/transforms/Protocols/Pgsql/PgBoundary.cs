namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>Finds where a message begins among bytes that may be in the middle of something.</summary>
internal static class PgBoundary
{
    // Of which the end is waited for.
    private const int MostAwaited = 8 << 10;
    private static ReadOnlySpan<byte> Ready => "Z\0\0\0\x05"u8;

    /// <summary>Where a message of a client begins, or how much can be let go of, as <see cref="Pipeline.Protocols.Parser.Find"/>.</summary>
    public static int Request(ReadOnlySpan<byte> view)
    {
        for (var at = 0; at < view.Length; at++)
        {
            var next = view[at..].IndexOfAny("QPBEDCS"u8);
            if (next < 0)
                break;
            at += next;
            var length = PgHeader.Length(view[at..], isAnswer: false);
            if (length == 0)
                return ~at;
            if (length < 0)
                continue;
            if (at + length > view.Length)
            {
                // Only at the beginning of what was sent at once: a letter and three zeros are in any text of numbers.
                if (at == 0 && length <= MostAwaited && PgMessages.IsAsked(view, length))
                    return ~0;
                continue;
            }

            if (PgMessages.IsAsked(view[at..], length) && IsFollowed(view[(int)(at + length)..], isAnswer: false))
                return at;
        }

        return ~view.Length;
    }

    /// <summary>Whether the first bytes of what was sent at once are the first message of a response.</summary>
    public static bool IsResponse(ReadOnlySpan<byte> view)
    {
        var length = PgHeader.Length(view, isAnswer: true);
        return length > 0 && length <= view.Length && PgMessages.IsAnswered(view, length) && IsFollowed(view[(int)length..], isAnswer: true);
    }

    /// <summary>As <see cref="Request"/>, of what ends a response.</summary>
    public static int End(ReadOnlySpan<byte> view)
    {
        for (var at = 0; at < view.Length;)
        {
            var next = view[at..].IndexOf(Ready);
            if (next < 0)
                break;
            at += next;
            if (at + Ready.Length == view.Length)
                return ~at;
            if (view[at + Ready.Length] is (byte)'I' or (byte)'T' or (byte)'E' && IsFollowed(view[(at + Ready.Length + 1)..], isAnswer: true))
                return at;
            at++;
        }

        // Some of it may be there already.
        var kept = Math.Min(view.Length, Ready.Length - 1);
        while (kept > 0 && !view.EndsWith(Ready[..kept]))
            kept--;
        return ~(view.Length - kept);
    }

    private static bool IsFollowed(ReadOnlySpan<byte> view, bool isAnswer) => view.IsEmpty || PgHeader.Length(view, isAnswer) >= 0;
}
