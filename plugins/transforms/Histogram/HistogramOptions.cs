using Pipeline.Grouping;

namespace Pipeline.Transforms.Histogram;

/// <summary>What a user writes for <c>type = "histogram"</c>.</summary>
internal sealed record HistogramOptions : GroupingOptions
{
    [Option("The column whose values are counted: a number or a duration.")]
    public required string Value { get; init; }

    /// <summary>See README.md.</summary>
    [Option("The buckets: exp2, exp2(FIRST, COUNT), linear(FIRST, WIDTH, COUNT), explicit(BOUND, ...) or exponential; bounds may have units, such as 1ms.")]
    public string Buckets { get; init; } = "exp2";
}
