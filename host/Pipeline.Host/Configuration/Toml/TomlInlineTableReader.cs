namespace Pipeline.Host.Configuration.Toml;

/// <summary>
/// Reads inline tables. One spread over lines, the usual mistake, is reported once and then read as if that were allowed.
/// </summary>
internal sealed class TomlInlineTableReader(
    TomlCursor cursor, TomlFaults faults, TomlTrivia trivia, TomlRecovery recovery, TomlValueReader values)
{
    /// <summary>Reads the inline table whose brace is next; null after an error.</summary>
    public TomlTable? Read(int depth)
    {
        SourceSpan open = cursor.Source.Span(cursor.Position, 1);
        cursor.Position++;
        var table = new TomlTable(open, TomlTableOrigin.Inline);
        int faultsBefore = faults.Count;
        bool isSpread = false;
        SourceSpan? comma = null;
        while (true)
        {
            if (!Continues(open, ref isSpread))
                return null;
            if (cursor.TryTake('}'))
            {
                if (comma is { } trailing && !isSpread)
                    faults.Report(trailing, "an inline table takes no comma after its last key; delete it");
                break;
            }
            if (!values.Pairs.Read(table, depth))
            {
                if (values.Abandoned)
                    return null;
                recovery.SkipElement(close: '}');
            }

            bool wasSpread = isSpread;
            int end = cursor.Position;
            if (!Continues(open, ref isSpread))
                return null;
            comma = cursor.Source.Span(cursor.Position, 1);
            if (cursor.TryTake(','))
                continue;
            if (cursor.TryTake('}'))
                break;
            comma = null;
            bool onNewLine = isSpread && (!wasSpread || cursor.Source.LineOf(end) < cursor.Source.LineOf(cursor.Position));
            if (onNewLine)
                continue;
            faults.ReportUnexpected("the inline table goes on without a comma", ", or }");
            recovery.SkipElement(close: '}');
            cursor.TryTake(',');
        }
        table.Define(TomlTableOrigin.Inline, cursor.SpanFrom(open.Start));
        return faults.Count == faultsBefore ? table : null;
    }

    /// <summary>Goes to the next word of the table; false where it must have ended without its brace.</summary>
    private bool Continues(SourceSpan open, ref bool isSpread)
    {
        cursor.SkipBlanks();
        if (cursor.AtEnd)
        {
            faults.Report(open, "the inline table is not closed (got the end of the file, expected , or })");
            values.Abandoned = true;
            return false;
        }
        if (!cursor.AtNewline && cursor.Peek() != '#')
            return true;
        if (!isSpread)
            faults.Report(
                cursor.Source.Span(cursor.Position, 0),
                "an inline table must be closed on its line (got the end of the line, expected }); write a long one as a [table]");
        isSpread = true;
        if (!trivia.SkipLines())
            return false;
        if (cursor.AtEnd || recovery.AtHeader())
            values.Abandoned = true;
        return !values.Abandoned && (cursor.Peek() is '}' or ',' or '"' or '\'' || IsBareKey(cursor.Peek()));
    }

    private static bool IsBareKey(int c) => c is '_' or '-' || c >= 0 && char.IsAsciiLetterOrDigit((char)c);
}
