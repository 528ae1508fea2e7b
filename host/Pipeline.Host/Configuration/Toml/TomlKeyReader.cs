namespace Pipeline.Host.Configuration.Toml;

/// <summary>Reads keys: bare, quoted, dotted.</summary>
internal sealed class TomlKeyReader(TomlCursor cursor, TomlFaults faults, TomlStringReader strings)
{
    /// <summary>Reads a key that will stand at a depth of the tree; null after an error.</summary>
    public List<TomlKey>? Read(int depth)
    {
        List<TomlKey> parts = [];
        while (true)
        {
            if (ReadPart() is not { } part)
                return null;
            parts.Add(part);
            if (depth + parts.Count > TomlReader.MaxDepth)
            {
                faults.Report(part.Span, $"the key nests tables deeper than {TomlReader.MaxDepth} levels; flatten it");
                return null;
            }
            cursor.SkipBlanks();
            if (!cursor.TryTake('.'))
                return parts;
            cursor.SkipBlanks();
        }
    }

    private TomlKey? ReadPart()
    {
        int start = cursor.Position;
        if (cursor.Peek() is '"' or '\'')
        {
            if (cursor.At("\"\"\"") || cursor.At("'''"))
            {
                faults.Report(cursor.Source.Span(start, 3), "a multi-line string cannot be a key; use single quotes or double quotes");
                return null;
            }
            string? quoted = strings.ReadLine();
            return quoted is null ? null : new TomlKey(quoted, cursor.SpanFrom(start));
        }

        string name = cursor.TakeWhile(TomlCharacters.BareKey).ToString();
        if (name.Length == 0)
        {
            faults.ReportUnexpected("a key is missing or has a character that must be quoted", "A-Z a-z 0-9 _ - or a \"quoted key\"");
            return null;
        }
        return new TomlKey(name, cursor.SpanFrom(start));
    }
}
