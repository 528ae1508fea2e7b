namespace Pipeline.Sinks.File;

/// <summary>The path as the user wrote it, cut where names and times go in.</summary>
internal sealed class PathTemplate
{
    private const string Key = "path";
    private static readonly string[] Placeholders = ["{table}", "{host}", "{time:yyyy-MM-dd}"];

    private readonly List<(string Text, bool IsPlaceholder)> _parts = [];

    /// <exception cref="OptionException">It is none that a file could be at.</exception>
    public PathTemplate(string text)
    {
        if (text.Length == 0 || text.EndsWith('/') || text.Contains('\0', StringComparison.Ordinal))
            throw new OptionException(Key, $"a path names a file (got '{text}')");
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf('{', at);
            if (open < 0)
            {
                _parts.Add((text[at..], false));
                return;
            }

            var close = text.IndexOf('}', open);
            var word = text[open..(close < 0 ? text.Length : close + 1)];
            if (word is not ("{table}" or "{host}") && !(word.StartsWith("{time:", StringComparison.Ordinal) && close > 0 && TimeFormat.IsOne(word[6..^1])))
                throw new OptionException(Key, $"this cannot be put into a path (got '{word}', expected one of {string.Join(", ", Placeholders)})")
                {
                    Word = word,
                    Accepted = Placeholders,
                    Offset = open,
                    Length = word.Length,
                };
            _parts.Add((text[at..open], false));
            _parts.Add((word[1..^1], true));
            at = close + 1;
        }
    }

    /// <summary>The path of a table's rows.</summary>
    public PathPattern For(string table, string host)
    {
        var text = new List<(string Text, bool IsTime)>();
        foreach (var (part, isPlaceholder) in _parts)
            text.Add(!isPlaceholder ? (part, false) : part switch
            {
                "table" => (AsFileName(table), false),
                "host" => (AsFileName(host), false),
                _ => (part["time:".Length..], true),
            });
        return new PathPattern(text);
    }

    // A name must not lead anywhere else, nor to a file that listings hide.
    private static string AsFileName(string name) => string.Create(name.Length, name, static (to, from) =>
    {
        for (var i = 0; i < to.Length; i++)
            to[i] = char.IsAsciiLetterOrDigit(from[i]) || from[i] is '-' or '_' || (from[i] == '.' && i > 0) ? from[i] : '_';
    });
}
