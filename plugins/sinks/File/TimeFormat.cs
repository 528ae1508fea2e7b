namespace Pipeline.Sinks.File;

/// <summary>The times that may stand in a path: digits of known width, so that paths sort as times do.</summary>
internal static class TimeFormat
{
    private static readonly string[] Tokens = ["yyyy", "yy", "MM", "dd", "HH", "mm", "ss", "-", "_", ".", "/", "T"];

    /// <summary>Whether a text consists of such parts, at least one of them a time.</summary>
    public static bool IsOne(string text)
    {
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var known = 0;
            foreach (var token in Tokens)
                if (known == 0 && rest.StartsWith(token, StringComparison.Ordinal))
                    known = token.Length;
            if (known == 0)
                return false;
            rest = rest[known..];
        }

        return text.Any(c => char.IsAsciiLetter(c) && c != 'T');
    }
}
