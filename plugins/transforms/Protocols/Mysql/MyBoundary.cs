namespace Pipeline.Transforms.Protocols.Mysql;

/// <summary>
/// Tells whether what was sent at once begins with a message. Packets have no marks, so that only those that hold what can be told from chance are taken for one.
/// </summary>
internal static class MyBoundary
{
    // Of which the end is waited for.
    private const int MostAwaited = 8 << 10;

    /// <summary>Whether a command begins here; null where more bytes are needed to tell.</summary>
    public static bool? IsRequest(ReadOnlySpan<byte> view)
    {
        if (view.Length < MyFrame.HeaderBytes + 1)
            return null;
        var length = MyFrame.LengthOf(view);
        if (view[3] != 0 || length == 0)
            return false;
        if (view.Length < length + MyFrame.HeaderBytes && length < MostAwaited)
            return MySqlGuess.Command(view, length) > 0 ? null : false;
        return MySqlGuess.Command(view, length) > 0;
    }

    /// <summary>As <see cref="IsRequest"/>, of a response.</summary>
    public static bool? IsResponse(ReadOnlySpan<byte> view)
    {
        if (view.Length < MyFrame.HeaderBytes + 1)
            return null;
        return MySqlGuess.Answer(view, MyFrame.LengthOf(view)) > 0;
    }
}
