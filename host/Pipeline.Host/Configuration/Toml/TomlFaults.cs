namespace Pipeline.Host.Configuration.Toml;

/// <summary>Collects the errors of one text: at most one a line, because what follows an error on its line is mostly its echo.</summary>
internal sealed class TomlFaults(TomlCursor cursor)
{
    /// <summary>Nobody reads more, and a binary file given by mistake would have one a line.</summary>
    public const int Limit = 100;

    private const int LongestExcerpt = 40;

    private readonly HashSet<int> _lines = [];
    private readonly List<Diagnostic> _diagnostics = [];

    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    public KeyPath Path { get; } = new();

    /// <summary>All errors, also those kept back: whether a value is sound shows in whether this has grown.</summary>
    public int Count { get; private set; }

    public bool LimitReached => _lines.Count > Limit;

    public void Report(SourceSpan span, string message, string? suggestion = null)
    {
        Count++;
        if (LimitReached || !_lines.Add(span.Line))
            return;
        if (LimitReached)
            _diagnostics.Add(new Diagnostic(span, "", $"more than {Limit} errors; the rest of the file was not read"));
        else
            _diagnostics.Add(new Diagnostic(span, Path.ToString(), message, suggestion));
    }

    /// <summary>
    /// Reports what stands at the reading position: as a forbidden character if it is one, else as not what was expected.
    /// </summary>
    public void ReportUnexpected(string message, string expected)
    {
        if (!cursor.AtNewline && cursor.Forbidden() is { } reason)
            Report(cursor.CharacterSpan(), reason);
        else
            Report(cursor.CharacterSpan(), $"{message} (got {cursor.Describe()}, expected {expected})");
    }

    /// <summary>The words as a message may quote them: on one line, not too long, nothing invisible.</summary>
    public static string Excerpt(ReadOnlySpan<char> words)
    {
        string shown = words.Length <= LongestExcerpt ? words.ToString() : string.Concat(words[..LongestExcerpt], "...");
        return string.Create(shown.Length, shown, static (target, text) =>
        {
            for (int i = 0; i < target.Length; i++)
                target[i] = TomlCharacters.IsInvisible(text[i]) || char.IsSurrogate(text[i]) && !IsPartOfPair(text, i) ? '\uFFFD' : text[i];
        });
    }

    /// <summary>The words as the string they were probably meant to be; null if too long to be a handy suggestion.</summary>
    public static string? Quoted(ReadOnlySpan<char> words) => words.Length <= LongestExcerpt ? TomlText.Quote(words.ToString()) : null;

    private static bool IsPartOfPair(string text, int i) =>
        TomlCharacters.IsPair(text, i) || i > 0 && TomlCharacters.IsPair(text, i - 1);
}
