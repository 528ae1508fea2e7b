using System.Buffers;
using System.Text;

namespace Pipeline.Host.Configuration.Toml;

/// <summary>
/// Reads the four forms of string. After an error it reads on to the closing quote, so that the rest is not taken for keys.
/// </summary>
internal sealed class TomlStringReader(TomlCursor cursor, TomlFaults faults)
{
    private readonly TomlEscapeReader _escapes = new(cursor, faults);

    /// <summary>Reads the string whose opening quote is next; null after an error.</summary>
    public string? Read()
    {
        if (cursor.At("\"\"\"") || cursor.At("'''"))
            return ReadLines();
        return ReadLine();
    }

    /// <summary>Reads a string in single or double quotes, which ends on its line; null after an error.</summary>
    public string? ReadLine()
    {
        int open = cursor.Position;
        char quote = (char)cursor.Peek();
        cursor.Position++;
        var text = new StringBuilder();
        bool sound = true;
        while (true)
        {
            text.Append(cursor.TakeUntil(StopsOf(quote)));
            if (cursor.AtEnd || cursor.AtNewline)
            {
                faults.Report(cursor.SpanFrom(open), $"the string is not closed (got {cursor.Describe()}, expected {quote})");
                return null;
            }
            if (cursor.TryTake(quote))
                return sound ? text.ToString() : null;
            sound &= ReadSpecial(text);
        }
    }

    private string? ReadLines()
    {
        int open = cursor.Position;
        char quote = (char)cursor.Peek();
        string delimiter = new(quote, 3);
        cursor.Position += delimiter.Length;
        SourceSpan opening = cursor.SpanFrom(open);
        cursor.TryTakeNewline();
        var text = new StringBuilder();
        bool sound = true;
        while (true)
        {
            text.Append(cursor.TakeUntil(StopsOf(quote)));
            if (cursor.AtEnd)
            {
                faults.Report(opening, $"the multi-line string is not closed (got the end of the file, expected {delimiter})");
                return null;
            }
            if (cursor.TryTake(delimiter))
            {
                // Up to two quotes may stand right before the closing three.
                for (int i = 0; i < 2 && cursor.TryTake(quote); i++)
                    text.Append(quote);
                return sound ? text.ToString() : null;
            }
            if (cursor.TryTake(quote))
                text.Append(quote);
            else if (cursor.TryTakeNewline())
                text.Append('\n'); // also for CRLF: a value must not depend on how the file was checked out
            else if (quote != '"' || !_escapes.TrySkipLineEnd())
                sound &= ReadSpecial(text);
        }
    }

    /// <summary>Reads an escape, a surrogate pair or a forbidden character; false after an error.</summary>
    private bool ReadSpecial(StringBuilder text)
    {
        if (cursor.Peek() == '\\')
            return _escapes.Read(text);
        string? reason = cursor.Forbidden();
        if (reason is not null)
            faults.Report(cursor.CharacterSpan(), reason);
        SourceSpan character = cursor.CharacterSpan();
        text.Append(character.Text);
        cursor.Position += character.Length;
        return reason is null;
    }

    private static SearchValues<char> StopsOf(char quote) => quote == '"' ? TomlCharacters.BasicStops : TomlCharacters.LiteralStops;
}
