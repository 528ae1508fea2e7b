using System.Collections.Immutable;
using Pipeline.Lines.Columns;
using Pipeline.Lines.Json;
using Pipeline.Lines.Logfmt;

namespace Pipeline.Lines;

/// <summary>The table that lines become, and what reads them.</summary>
internal sealed class LineTable
{
    public const string Time = "time", Path = "path", Message = "message", ParseError = "parse_error";

    private readonly KeyTable _keys = new();
    private readonly bool _isOpen;

    /// <param name="options">What the user wants.</param>
    /// <param name="component">The component's name.</param>
    /// <param name="hasPath">Whether rows tell the file they come from.</param>
    /// <exception cref="OptionException">The options contradict each other, or a column has no such type.</exception>
    public LineTable(LineOptions options, string component, bool hasPath)
    {
        Format = options.Format;
        _isOpen = options.Open && options.Format != LineFormat.Lines;
        List<ColumnSchema> columns = [new(Time, ColumnType.Time) { Unit = "ns", Help = options.TimeField.Length > 0 ? $"What {options.TimeField} tells, or when the line was read." : "When the line was read." }];
        if (hasPath)
            columns.Add(new(Path, ColumnType.Utf8) { Heading = "", Attribute = "log.file.path", Help = "The file." });
        LineTableCheck.NoColumnsOfText(options);
        if (options.Format == LineFormat.Lines)
            columns.Add(new(Message, ColumnType.Utf8) { Heading = "MESSAGE", Help = "The line." });
        else
            Declare(options, columns);
        if (_isOpen)
            columns.Add(new(TableSchema.AttributesColumn, ColumnType.Map) { Help = "What no column was declared for." });
        Schema = new TableSchema(TableName.Of(options.Table, component), TableKind.Event, [.. columns]) { Help = "Lines that were read." };
        PathOrdinal = hasPath ? 1 : -1;
        AttributesOrdinal = Schema.Ordinal(TableSchema.AttributesColumn);
        KeepsInvalid = options.OnInvalid == InvalidLines.Keep && (_isOpen || IsText(Message));
        _keys.Freeze();
    }

    /// <summary>The table.</summary>
    public TableSchema Schema { get; }

    /// <summary>What a line is.</summary>
    public LineFormat Format { get; }

    /// <summary>The column with the file; -1 where there is none.</summary>
    public int PathOrdinal { get; }

    /// <summary>The column for what no other takes; -1 where there is none.</summary>
    public int AttributesOrdinal { get; }

    /// <summary>Whether lines that are not what the format says become rows: they need a place for it.</summary>
    public bool KeepsInvalid { get; }

    /// <summary>What reads the lines. For one thread.</summary>
    public LineParser CreateParser() => Format switch
    {
        LineFormat.Json => new JsonParser(_keys, _isOpen),
        LineFormat.Logfmt => new LogfmtParser(_keys, _isOpen),
        _ => new TextParser(Schema.Ordinal(Message)),
    };

    /// <summary>Whether a column was declared that holds any text.</summary>
    public bool IsText(string column) => Schema.Ordinal(column) is var i and >= 0 && Schema.Columns[i].Type.Kind == ColumnKind.Utf8;

    private void Declare(LineOptions options, List<ColumnSchema> columns)
    {
        var own = columns.Select(c => c.Name).Append(TableSchema.AttributesColumn).ToImmutableArray();
        foreach (var (key, text) in options.Columns.Values)
        {
            var type = text is string name ? LineColumnTypes.Parse(name) : null;
            if (type is null)
                throw new OptionException($"columns.{key}", $"is no type of a column (got {text}, expected one of {string.Join(", ", LineColumnTypes.Names)})")
                {
                    Word = text as string,
                    Accepted = LineColumnTypes.Names,
                };
            var column = TableName.Column(key);
            if (own.Contains(column))
                throw new OptionException($"columns.{key}", $"every row has a column '{column}' already{(column == Time ? ": time_field says which key has it" : "")}");
            if (columns.Any(c => c.Name == column))
                throw new OptionException($"columns.{key}", $"another column is named '{column}' already");
            _keys.Route(key, LineColumnTypes.Create(type, columns.Count));
            columns.Add(new(column, type) { Attribute = key == column ? null : key, Unit = type.Kind is ColumnKind.Time or ColumnKind.Duration ? "ns" : null });
        }

        if (options.TimeField.Length > 0)
            _keys.Route(options.TimeField, new TimeColumn(0));
        // What the table itself is called by, a line may use too: it keeps both.
        foreach (var name in own.Append("table"))
            if (_keys[name] is { Column: null } target)
                target.OtherName = System.Text.Encoding.UTF8.GetBytes(name + "_");
    }
}
