namespace Pipeline.Sources.Processes.Text;

/// <summary>Takes words and numbers from the front of a text. What is not there is empty or 0, and nothing throws: text of files may be cut anywhere.</summary>
internal static class Figures
{
    /// <summary>The next word, up to a space or the end of the line; leaves the text behind it. Empty at the end of the text.</summary>
    internal static ReadOnlySpan<byte> Word(ref ReadOnlySpan<byte> text)
    {
        text = text.TrimStart(" \t\n"u8);
        var end = text.IndexOfAny(" \t\n"u8);
        var word = end < 0 ? text : text[..end];
        text = text[word.Length..];
        return word;
    }

    /// <summary>The next word as a number: decimal digits; what is larger than 64 bits is the largest, what else stands there ends it. A sign makes it 0.</summary>
    internal static ulong Number(ref ReadOnlySpan<byte> text) => Number(Word(ref text));

    /// <summary>The digits in front as a number.</summary>
    internal static ulong Number(ReadOnlySpan<byte> digits)
    {
        var value = 0UL;
        foreach (var c in digits)
        {
            var digit = (uint)(c - '0');
            if (digit > 9)
                break;
            if (value > (ulong.MaxValue - digit) / 10)
                return ulong.MaxValue;
            value = value * 10 + digit;
        }

        return value;
    }

    /// <summary>Leaves out so many words.</summary>
    internal static void Skip(ref ReadOnlySpan<byte> text, int words)
    {
        for (; words > 0; words--)
            Word(ref text);
    }
}
