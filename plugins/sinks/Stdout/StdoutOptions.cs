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
}
