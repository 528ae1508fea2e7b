namespace Pipeline.Host.Configuration.Toml;

/// <summary>Reads arrays. A broken element does not end the array: the elements after it are read for their errors.</summary>
internal sealed class TomlArrayReader(
    TomlCursor cursor, TomlFaults faults, TomlTrivia trivia, TomlRecovery recovery, TomlValueReader values)
{
    /// <summary>Reads the array whose bracket is next; null after an error.</summary>
    public TomlArray? Read(int depth)
    {
        SourceSpan open = cursor.Source.Span(cursor.Position, 1);
        cursor.Position++;
        var array = new TomlArray(open, isTableArray: false);
        int faultsBefore = faults.Count;
        for (int index = 0; ; index++)
        {
            if (GivesUp(open, trivia.SkipLines()))
                return null;
            if (cursor.TryTake(']'))
                break;
            if (!ReadElement(array, index, depth))
                return null;
            bool newLine = trivia.SkipLines();
            if (GivesUp(open, newLine))
                return null;
            if (cursor.TryTake(','))
                continue;
            if (cursor.TryTake(']'))
                break;
            faults.ReportUnexpected($"the array of line {open.Line} goes on without a comma", ", or ]");
            if (newLine)
                continue;
            recovery.SkipElement(close: ']');
            cursor.TryTake(',');
        }
        array.Close(cursor.SpanFrom(open.Start));
        return faults.Count == faultsBefore ? array : null;
    }

    private bool ReadElement(TomlArray array, int index, int depth)
    {
        faults.Path.Push(index);
        TomlValue? element = values.Read(depth + 1);
        faults.Path.Truncate(faults.Path.Depth - 1);
        if (values.Abandoned)
            return false;
        if (element is not null)
            array.Add(element);
        else
            recovery.SkipElement(close: ']');
        return true;
    }

    /// <summary>An array that runs into the end or into the next statement was not closed, and the statement is worth reading.</summary>
    private bool GivesUp(SourceSpan open, bool newLine)
    {
        if (!cursor.AtEnd && !(newLine && recovery.AtStatement()))
            return false;
        string got = cursor.AtEnd ? "the end of the file" : $"the statement in line {cursor.SpanFrom(cursor.Position).Line}";
        faults.Report(open, $"the array is not closed (got {got}, expected , or ])");
        values.Abandoned = true;
        return true;
    }
}
