using System.Globalization;
using System.Text;

namespace Pipeline.Host.Configuration.Toml;

/// <summary>Reads what a backslash begins in a basic string.</summary>
internal sealed class TomlEscapeReader(TomlCursor cursor, TomlFaults faults)
{
    /// <summary>A backslash at the end of a line swallows the line break and all blanks and line breaks after it.</summary>
    public bool TrySkipLineEnd()
    {
        int start = cursor.Position;
        if (!cursor.TryTake('\\'))
            return false;
        cursor.SkipBlanks();
        if (!cursor.TryTakeNewline())
        {
            cursor.Position = start;
            return false;
        }
        do
            cursor.SkipBlanks();
        while (cursor.TryTakeNewline());
        return true;
    }

    /// <summary>Appends what the escape means; after an error false, with the position behind what could be taken.</summary>
    public bool Read(StringBuilder text)
    {
        int start = cursor.Position;
        int letter = cursor.Peek(1);
        char? meant = letter switch
        {
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'f' => '\f',
            'r' => '\r',
            '"' => '"',
            '\\' => '\\',
            _ => null,
        };
        cursor.Position++;
        if (meant is { } character)
        {
            cursor.Position++;
            text.Append(character);
            return true;
        }
        if (letter is 'u' or 'U')
            return ReadCodePoint(text, start, digits: letter == 'u' ? 4 : 8);

        string got = cursor.Describe();
        faults.Report(
            cursor.Source.Span(start, cursor.AtEnd || cursor.AtNewline || char.IsSurrogate((char)letter) ? 1 : 2),
            $"a backslash begins an escape (got {got}, expected one of b t n f r u U \" \\); "
                + "write \\\\ for a backslash or use a 'literal string'");
        return false;
    }

    private bool ReadCodePoint(StringBuilder text, int start, int digits)
    {
        cursor.Position++;
        int first = cursor.Position;
        while (cursor.Position - first < digits && cursor.Peek() is var c and >= 0 && char.IsAsciiHexDigit((char)c))
            cursor.Position++;
        SourceSpan escape = cursor.SpanFrom(start);
        if (cursor.Position - first < digits)
        {
            string form = digits == 4 ? "\\u" : "\\U";
            faults.Report(
                escape,
                $"the escape {form} takes {digits} hexadecimal digits (got {cursor.Position - first}); "
                    + "write \\\\ for a backslash or use a 'literal string'");
            return false;
        }
        uint value = uint.Parse(escape.Text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        if (!Rune.IsValid(value))
        {
            faults.Report(escape, $"{escape.Text} is no Unicode character (expected 0 to D7FF or E000 to 10FFFF)");
            return false;
        }
        text.Append(new Rune(value).ToString());
        return true;
    }
}
