namespace Pipeline.Host.Configuration.Toml;

/// <summary>
/// Reads TOML 1.0. Never throws on bad input; what is wrong is in the diagnostics, and what could be read is in the table.
/// </summary>
internal sealed class TomlReader
{
    /// <summary>
    /// Levels of tables and arrays in one another; keeps this reader, and whoever walks the tree, off the end of the stack.
    /// </summary>
    public const int MaxDepth = 100;

    private readonly TomlCursor _cursor;
    private readonly TomlFaults _faults;
    private readonly TomlDefinitions _definitions;
    private readonly TomlTrivia _trivia;
    private readonly TomlValueReader _values;
    private readonly TomlTable _root;

    private TomlTable _table;
    private int _depth;

    private TomlReader(SourceText source)
    {
        _cursor = new TomlCursor(source);
        _faults = new TomlFaults(_cursor);
        _definitions = new TomlDefinitions(_faults);
        _trivia = new TomlTrivia(_cursor, _faults);
        _values = new TomlValueReader(_cursor, _faults, _definitions, _trivia);
        _root = new TomlTable(source.Span(0, 0), TomlTableOrigin.Header);
        _table = _root;
    }

    /// <summary>Reads a text; it is valid TOML if and only if no diagnostic was added.</summary>
    public static TomlTable Read(SourceText source, ICollection<Diagnostic> diagnostics) => Read(source, diagnostics, out _);

    /// <param name="source">The text.</param>
    /// <param name="diagnostics">Takes the errors, in the order of the text.</param>
    /// <param name="steps">Characters looked at, each look counted: bounded by a multiple of the text's length.</param>
    internal static TomlTable Read(SourceText source, ICollection<Diagnostic> diagnostics, out long steps)
    {
        var reader = new TomlReader(source);
        if (!reader.RejectsEncoding())
            reader.ReadDocument();
        // An unclosed bracket is met last and stands first.
        foreach (Diagnostic diagnostic in reader._faults.Diagnostics.OrderBy(diagnostic => diagnostic.Span.Start))
            diagnostics.Add(diagnostic);
        steps = reader._cursor.Steps;
        return reader._root;
    }

    private void ReadDocument()
    {
        while (true)
        {
            _trivia.SkipLines();
            if (_cursor.AtEnd || _faults.LimitReached)
                return;
            if (_cursor.Peek() == '[')
                ReadHeader();
            else
                ReadPair();
        }
    }

    private void ReadPair()
    {
        bool isRead = _values.Pairs.Read(_table, _depth);
        if (isRead)
            _trivia.EndLine("a value");
        else if (!_values.Abandoned)
            _cursor.SkipLine();
        _values.Abandoned = false;
    }

    private void ReadHeader()
    {
        int start = _cursor.Position;
        bool isElement = _cursor.TryTake("[[");
        if (!isElement)
            _cursor.TryTake('[');
        _cursor.SkipBlanks();
        _faults.Path.Truncate(0);
        List<TomlKey>? key = _values.Keys.Read(depth: 0);
        if (key is not null && !_cursor.TryTake(isElement ? "]]" : "]"))
        {
            _faults.ReportUnexpected("the header is not closed", isElement ? "]]" : "]");
            key = null;
        }

        TomlTable? table = null;
        if (key is not null)
        {
            SourceSpan span = _cursor.SpanFrom(start);
            table = isElement ? _definitions.OpenElement(_root, key, span) : _definitions.OpenTable(_root, key, span);
            _trivia.EndLine("a header");
        }
        else
        {
            _cursor.SkipLine();
        }
        // Keys below a refused header go to a table of nobody's: in the table before, they would cause errors of their own.
        _table = table ?? new TomlTable(_cursor.SpanFrom(start), TomlTableOrigin.Header);
        _depth = key?.Count ?? 0;
    }

    /// <summary>UTF-16, which some editors write, is named as such once instead of as bad bytes on every line.</summary>
    private bool RejectsEncoding()
    {
        const char ff = (char)(SourceText.UndecodedByte + 0xFF), fe = (char)(SourceText.UndecodedByte + 0xFE);
        bool isUtf16 = _cursor.Source.Text is [ff, fe, ..] or [fe, ff, ..];
        if (isUtf16)
            _faults.Report(_cursor.Source.Span(0, 2), "the file is UTF-16; save it as UTF-8");
        return isUtf16;
    }
}
