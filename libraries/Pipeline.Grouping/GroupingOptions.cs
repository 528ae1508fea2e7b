namespace Pipeline.Grouping;

/// <summary>What every transform that groups rows by columns can be told.</summary>
internal abstract record GroupingOptions : GroupOptions
{
    [Option("Columns whose values make a group: each group is a row. None: everything is one group.")]
    public IReadOnlyList<string> By { get; init; } = [];

    [Option("Name of the table emitted; by default the component's.")]
    public string? Table { get; init; }
}
