namespace Pipeline.Transforms.Filter;

/// <summary>What a user writes for <c>type = "filter"</c>.</summary>
public sealed record FilterOptions
{
    /// <summary>See README.md for the language.</summary>
    [Option("Rows for which this is true are kept, for example: latency_ns > 1ms && comm == \"nginx\".")]
    public required string Condition { get; init; }
}
