using Pipeline.Grouping;

namespace Pipeline.Transforms.Aggregate;

/// <summary>What a user writes for <c>type = "aggregate"</c>.</summary>
internal sealed record AggregateOptions : GroupingOptions
{
    /// <summary>See README.md for the functions.</summary>
    [Option("The columns emitted and what each tells of a group: { bytes = \"sum(bytes)\", ios = \"count()\", avg_ns = \"avg(latency_ns)\" }.")]
    public required OptionTable Values { get; init; }

    [Option("Emit only so many groups, those greatest by order_by; 0: all.", Min = "0", Max = "1000000")]
    public int Top { get; init; }

    [Option("The value by which groups are ordered, the greatest first; with top by default the first one, otherwise they are in no order.")]
    public string? OrderBy { get; init; }

    [Option("Headings of columns in a terminal table: { bytes = \"Kbytes(KB)\" }; a unit in parentheses is converted to.")]
    public OptionTable Headings { get; init; } = OptionTable.Empty;
}
