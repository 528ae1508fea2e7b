namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>Reads the short lines of RESP that say how much follows.</summary>
internal static class RespLine
{
    /// <summary>What <see cref="Integer"/> gives for a question mark: the length is not known before the end.</summary>
    public const long Streamed = -2;

    /// <summary>The answer for bytes that are no such line.</summary>
    public const int Wrong = -1;

    // A sign and nineteen digits; leading zeros are nothing a server sends.
    private const int MostDigits = 20;

    /// <summary>Reads the integer behind the type byte of <paramref name="view"/>, up to the end of its line.</summary>
    /// <returns>Bytes of the whole line; 0: more are needed; <see cref="Wrong"/>: it is no integer.</returns>
    public static int Integer(ReadOnlySpan<byte> view, out long value)
    {
        value = 0;
        if (view.Length < 2)
            return 0;
        if (view[1] == '?')
        {
            value = Streamed;
            return End(view, 2);
        }

        var isNegative = view[1] == '-';
        var first = isNegative || view[1] == '+' ? 2 : 1;
        var at = first;
        for (; at < view.Length && char.IsAsciiDigit((char)view[at]); at++)
        {
            var digit = view[at] - '0';
            if (at - first >= MostDigits || value > (long.MaxValue - digit) / 10)
                return Wrong;
            value = value * 10 + digit;
        }

        if (isNegative)
            value = -value;
        return at == view.Length ? 0 : at == first ? Wrong : End(view, at);
    }

    /// <summary>Steps over the end of a line at <paramref name="at"/>; as <see cref="Integer"/>.</summary>
    public static int End(ReadOnlySpan<byte> view, int at)
    {
        if (at < view.Length && view[at] != '\r')
            return Wrong;
        if (at + 1 >= view.Length)
            return 0;
        return view[at + 1] == '\n' ? at + 2 : Wrong;
    }
}
