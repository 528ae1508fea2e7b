namespace Pipeline.Host.Configuration.Toml;

/// <summary>Finds where to read on after an error.</summary>
internal sealed class TomlRecovery(TomlCursor cursor)
{
    /// <summary>Goes to what ends the broken element: a comma or the closing bracket of its own level, or the end of the line.</summary>
    public void SkipElement(char close)
    {
        int depth = 0;
        while (!cursor.AtEnd && !cursor.AtNewline)
        {
            int c = cursor.Peek();
            if (depth == 0 && (c == ',' || c == close))
                return;
            if (c is '"' or '\'')
            {
                SkipString();
                continue;
            }
            if (c == '#')
            {
                cursor.TakeUntil(TomlCharacters.LineEnd);
                return;
            }
            if (c is '[' or '{')
                depth++;
            else if ((c is ']' or '}') && depth > 0)
                depth--;
            cursor.Position++;
        }
    }

    /// <summary>Goes behind the bracket that matches the one at the position, over any number of lines, without recursion.</summary>
    public void SkipBrackets()
    {
        int depth = 0;
        while (!cursor.AtEnd)
        {
            switch (cursor.Peek())
            {
                case '"' or '\'':
                    SkipString();
                    continue;
                case '#':
                    cursor.TakeUntil(TomlCharacters.LineEnd);
                    continue;
                case '[' or '{':
                    depth++;
                    break;
                case ']' or '}':
                    depth--;
                    break;
            }
            cursor.Position++;
            if (depth == 0)
                return;
        }
    }

    /// <summary>Whether the line reads on like a header or like key = value, as nothing inside an array can.</summary>
    public bool AtStatement() => AtHeader() || Ahead(() => SkipKey(out _) && cursor.Peek() == '=');

    /// <summary>Whether the line reads on like a header. [1] or ["a"] could as well be an array and are not taken for one.</summary>
    public bool AtHeader() => Ahead(() =>
    {
        if (!cursor.TryTake('['))
            return false;
        string close = cursor.TryTake('[') ? "]]" : "]";
        cursor.SkipBlanks();
        if (!SkipKey(out bool named) || !named || !cursor.TryTake(close))
            return false;
        cursor.SkipBlanks();
        return cursor.AtEnd || cursor.AtNewline || cursor.Peek() == '#';
    });

    private bool SkipKey(out bool named)
    {
        named = false;
        do
        {
            cursor.SkipBlanks();
            if (cursor.Peek() is '"' or '\'')
                SkipString();
            else if (cursor.TakeWhile(TomlCharacters.BareKey) is { IsEmpty: false } name)
                named |= (char.IsAsciiLetter(name[0]) || name[0] == '_') && name is not ("true" or "false" or "inf" or "nan");
            else
                return false;
            cursor.SkipBlanks();
        }
        while (cursor.TryTake('.'));
        return true;
    }

    /// <summary>
    /// Skips to behind the closing quote on this line, or to the line's end. Of a multi-line string that is a part only, close enough
    /// here.
    /// </summary>
    private void SkipString()
    {
        int quote = cursor.Peek();
        cursor.Position++;
        while (!cursor.AtEnd && !cursor.AtNewline)
        {
            int c = cursor.Peek();
            cursor.Position++;
            if (c == quote)
                return;
            if (c == '\\' && quote == '"' && !cursor.AtEnd && !cursor.AtNewline)
                cursor.Position++;
        }
    }

    private bool Ahead(Func<bool> look)
    {
        int start = cursor.Position;
        bool result = look();
        cursor.Position = start;
        return result;
    }
}
