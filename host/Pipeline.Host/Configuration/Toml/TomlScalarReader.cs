using System.Buffers;

namespace Pipeline.Host.Configuration.Toml;

/// <summary>Reads strings, booleans, numbers, dates and times.</summary>
internal sealed class TomlScalarReader(TomlCursor cursor, TomlFaults faults, TomlStringReader strings)
{
    private static readonly SearchValues<char> TypographicQuotes = SearchValues.Create("\u201C\u201D\u201E\u2018\u2019\u00AB\u00BB");

    private readonly TomlNumberReader _numbers = new(faults);
    private readonly TomlDateTimeReader _dates = new(faults);

    /// <summary>Reads the value that is next; null after an error.</summary>
    public TomlValue? Read()
    {
        int start = cursor.Position;
        if (cursor.Peek() is '"' or '\'')
            return strings.Read() is { } text ? new TomlString(text, cursor.SpanFrom(start)) : null;

        ReadOnlySpan<char> word = cursor.TakeUntil(TomlCharacters.WordStops);
        // A blank may stand for the T between date and time, nowhere else inside a value.
        if (TomlDateTimeReader.IsDate(word) && TimeFollows())
        {
            cursor.Position++;
            cursor.TakeUntil(TomlCharacters.WordStops);
        }
        return ReadWord(cursor.SpanFrom(start));
    }

    private TomlValue? ReadWord(SourceSpan word)
    {
        ReadOnlySpan<char> text = word.Text;
        if (text is "true" or "false")
            return new TomlBoolean(text is "true", word);
        if (TomlDateTimeReader.Begins(text))
            return _dates.Read(word);
        ReadOnlySpan<char> unsigned = text is ['+' or '-', ..] ? text[1..] : text;
        if (unsigned is "inf" or "nan" or ['0' or '1' or '2' or '3' or '4' or '5' or '6' or '7' or '8' or '9', ..]
            || unsigned is ['.', >= '0' and <= '9', ..] || unsigned.Length < text.Length)
            return _numbers.Read(word);
        ReportBareWord(word);
        return null;
    }

    private void ReportBareWord(SourceSpan word)
    {
        if (word.Length == 0)
        {
            faults.ReportUnexpected("a value is missing", "a string, number, boolean, date, [array] or {table}");
            return;
        }
        string text = word.Text.ToString();
        string lower = text.ToLowerInvariant();
        string shown = TomlFaults.Excerpt(text);
        if (lower is "true" or "false" or "inf" or "nan")
            faults.Report(word, $"{shown} is written in lower case", lower);
        else if (lower is "null" or "nil" or "none")
            faults.Report(word, $"TOML has no {shown}; leave the key out");
        else if (text.AsSpan().ContainsAny(TypographicQuotes))
            faults.Report(word, $"a string needs straight quotes (got {shown}, expected \" or ')");
        else
            faults.Report(word, $"a string needs quotes (got {shown})", IsWholeValue() ? TomlFaults.Quoted(text) : null);
    }

    /// <summary>Whether the word is all there is: of "hello world" the first half would be a poor suggestion.</summary>
    private bool IsWholeValue()
    {
        cursor.SkipBlanks();
        return cursor.AtEnd || cursor.AtNewline || cursor.Peek() is ',' or ']' or '}' or '#';
    }

    private bool TimeFollows() =>
        cursor.Peek() == ' ' && TomlDateTimeReader.BeginsTime(
            cursor.Source.Text.AsSpan(cursor.Position + 1, Math.Min(3, cursor.Source.Text.Length - cursor.Position - 1)));
}
