namespace Pipeline.Host.Configuration.Toml;

/// <summary>Finds what a misspelt word was meant to be.</summary>
internal static class Suggestions
{
    private const int LongestWord = 64;

    /// <summary>The candidate nearest to a word, or null when none is near enough to be what was meant.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        if (word.Length is 0 or > LongestWord)
            return null;
        // One slip for three letters: farther off, a suggestion is a guess and sends the reader the wrong way.
        int best = Math.Clamp(word.Length / 3, 1, 3) + 1;
        string? nearest = null;
        foreach (string candidate in candidates)
        {
            int distance = Distance(word, candidate, best - 1);
            // A word of which no letter would stay was not misspelt.
            bool plausible = distance < Math.Min(word.Length, candidate.Length);
            if (plausible && (distance < best || distance == best && string.CompareOrdinal(candidate, nearest) < 0 && nearest is not null))
                (best, nearest) = (distance, candidate);
        }
        return nearest;
    }

    /// <summary>Damerau-Levenshtein (neighbours swapped once, letter case ignored), or limit + 1 and more when beyond the limit.</summary>
    private static int Distance(string a, string b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) > limit + 1 || b.Length > LongestWord + 3)
            return int.MaxValue;
        Span<int> beforeLast = stackalloc int[b.Length + 1];
        Span<int> last = stackalloc int[b.Length + 1];
        Span<int> row = stackalloc int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
            last[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = last[j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }
            Span<int> free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
