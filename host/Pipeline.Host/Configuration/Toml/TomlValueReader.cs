namespace Pipeline.Host.Configuration.Toml;

/// <summary>Reads any value; arrays and inline tables come back here for what they hold.</summary>
internal sealed class TomlValueReader
{
    private readonly TomlCursor _cursor;
    private readonly TomlFaults _faults;
    private readonly TomlRecovery _recovery;
    private readonly TomlScalarReader _scalars;
    private readonly TomlArrayReader _arrays;
    private readonly TomlInlineTableReader _inlineTables;

    public TomlValueReader(TomlCursor cursor, TomlFaults faults, TomlDefinitions definitions, TomlTrivia trivia)
    {
        _cursor = cursor;
        _faults = faults;
        _recovery = new TomlRecovery(cursor);
        var strings = new TomlStringReader(cursor, faults);
        Keys = new TomlKeyReader(cursor, faults, strings);
        Pairs = new TomlPairReader(cursor, faults, definitions, Keys, this);
        _scalars = new TomlScalarReader(cursor, faults, strings);
        _arrays = new TomlArrayReader(cursor, faults, trivia, _recovery, this);
        _inlineTables = new TomlInlineTableReader(cursor, faults, trivia, _recovery, this);
    }

    public TomlKeyReader Keys { get; }

    public TomlPairReader Pairs { get; }

    /// <summary>Set when a bracket was never closed: what encloses it gives up too, and the document reads on at the position.</summary>
    public bool Abandoned { get; set; }

    /// <summary>Reads the value that is next and will stand at a depth of the tree; null after an error.</summary>
    public TomlValue? Read(int depth)
    {
        if (_cursor.Peek() is not ('[' or '{'))
            return _scalars.Read();
        if (depth >= TomlReader.MaxDepth)
        {
            _faults.Report(
                _cursor.Source.Span(_cursor.Position, 1),
                $"values are nested deeper than {TomlReader.MaxDepth} levels; flatten them");
            _recovery.SkipBrackets();
            return null;
        }
        return _cursor.Peek() == '[' ? _arrays.Read(depth) : _inlineTables.Read(depth);
    }
}
