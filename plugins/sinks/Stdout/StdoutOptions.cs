namespace Pipeline.Sinks.Stdout;

/// <summary>What a <c>type = "stdout"</c> sink can be told.</summary>
internal sealed record StdoutOptions
{
    [Option("How rows are written: a table for people, JSON lines, or logfmt.")]
    public StdoutFormat Format { get; init; } = StdoutFormat.Table;

    [Option("Only these columns, in this order; by default every column, in a table those with a heading.")]
    public IReadOnlyList<string> Columns { get; init; } = [];

    [Option("Colour in the table format; auto means on a terminal and without NO_COLOR.")]
    public ColorMode Color { get; init; } = ColorMode.Auto;

    [Option(
        "How often metric tables are shown: each time what has changed since the time before, on a terminal in place of it. By default a table shows sums since the start once, "
        + "at the end, and figures of an interval as they come; JSON and logfmt show every reading.",
        Min = "100ms",
        Max = "1d")]
    public TimeSpan? Every { get; init; }

    [Option("Value column by which the rows of a metric table are ordered, largest first; by default the first counter or histogram, which goes by its count.")]
    public string? Sort { get; init; }

    [Option("Most rows of a metric table that are shown at a time; 0 means all. By default 20 in a table, and all in JSON and logfmt.", Min = "0")]
    public int? Limit { get; init; }
}
