namespace Pipeline.Host.Configuration.Toml;

/// <summary>Reads what stands between the words: blanks, comments, line breaks.</summary>
internal sealed class TomlTrivia(TomlCursor cursor, TomlFaults faults)
{
    /// <summary>Skips any number of lines; tells whether a line break was crossed.</summary>
    public bool SkipLines()
    {
        bool crossed = false;
        while (true)
        {
            cursor.SkipBlanks();
            SkipComment();
            if (!cursor.TryTakeNewline())
                return crossed;
            crossed = true;
        }
    }

    /// <summary>Takes the rest of a line, which may hold a comment only. Goes to the next line in any case.</summary>
    public void EndLine(string after)
    {
        cursor.SkipBlanks();
        SkipComment();
        if (cursor.AtEnd || cursor.TryTakeNewline())
            return;
        faults.ReportUnexpected($"only a comment may follow {after} on its line", "the end of the line");
        cursor.SkipLine();
    }

    private void SkipComment()
    {
        if (!cursor.TryTake('#'))
            return;
        while (true)
        {
            cursor.TakeUntil(TomlCharacters.CommentStops);
            if (cursor.AtEnd || cursor.AtNewline)
                return;
            if (cursor.Forbidden() is { } reason)
                faults.Report(cursor.CharacterSpan(), reason);
            cursor.Position += cursor.CharacterSpan().Length;
        }
    }
}
