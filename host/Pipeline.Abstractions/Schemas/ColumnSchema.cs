namespace Pipeline;

/// <summary>One column of a table.</summary>
/// <param name="Name">snake_case, unique in its table.</param>
/// <param name="Type">How its cells are stored and read.</param>
public sealed record ColumnSchema(string Name, ColumnType Type)
{
    /// <summary>UCUM unit of the stored value: <c>ns</c>, <c>By</c>, <c>1</c>; null where a unit has no meaning.</summary>
    public string? Unit { get; init; }

    /// <summary>One sentence for people.</summary>
    public string? Help { get; init; }

    /// <summary>
    /// Heading in a terminal table, with the unit to convert to in parentheses where it differs from <see cref="Unit"/>:
    /// <c>LAT(ms)</c>. Null: the name in capitals. Empty: a terminal table leaves the column out unless the user names it.
    /// </summary>
    public string? Heading { get; init; }

    /// <summary>Characters that a value usually takes in a terminal table, for texts whose type does not tell: 7 for a method. Null: what the type tells.</summary>
    public int? Width { get; init; }

    /// <summary>The column's name in OpenTelemetry's semantic conventions, such as <c>http.request.method</c>; null where they have none.</summary>
    public string? Attribute { get; init; }

    /// <summary>What a metric table's value column measures; null makes the column a label there, and has no meaning elsewhere.</summary>
    public Instrument? Instrument { get; init; }

    /// <summary>
    /// Whether a label of a metric table that is empty, 0 or false says that its series has none: sinks then leave the label out, as OpenTelemetry's conventions
    /// want it of attributes that do not apply.
    /// </summary>
    public bool EmptyIsAbsent { get; init; }

    /// <summary>
    /// Whether the cell describes what the row is about, such as the pod of a process, rather than what happened: in OpenTelemetry an attribute of the resource, which
    /// rows share.
    /// </summary>
    public bool OfResource { get; init; }

    /// <summary>The period of a metric value.</summary>
    public Temporality Temporality { get; init; } = Temporality.Cumulative;
}
