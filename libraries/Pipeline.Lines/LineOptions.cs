namespace Pipeline.Lines;

/// <summary>Options of every source that reads lines.</summary>
internal abstract record LineOptions
{
    [Option("What a line is: a text, a JSON object, or pairs of logfmt.")]
    public LineFormat Format { get; init; } = LineFormat.Lines;

    [Option("Name of the table; empty: the component's name.")]
    public string Table { get; init; } = "";

    [Option("Columns to declare, name = \"type\", each filled from the key of the same name, or the key path with dots.")]
    public OptionTable Columns { get; init; } = OptionTable.Empty;

    [Option("Whether keys that no column declares are kept, in attributes. False leaves them out.")]
    public bool Open { get; init; } = true;

    [Option("Key of the row's time: RFC 3339, or Unix time in s, ms, us or ns. Empty: when the line was read.")]
    public string TimeField { get; init; } = "";

    [Option("What becomes of lines that are not what the format says: a row with the line in message, or nothing but a count.")]
    public InvalidLines OnInvalid { get; init; } = InvalidLines.Keep;

    [Option("Longest line; a longer one is dropped and counted as line_too_long.", Min = "64B", Max = "16MiB")]
    public ByteSize MaxLine { get; init; } = new(1 << 20);
}
