using Pipeline.Expressions.Evaluation;
using Pipeline.Grouping;

namespace Pipeline.Transforms.Aggregate;

/// <summary>What an aggregation is about in the rows of a window.</summary>
internal ref struct Operands(Span<long> integers, Span<double> floats)
{
    /// <summary>The rows.</summary>
    public Window Window { get; set; }

    /// <summary>Those that have a group, a bit each.</summary>
    public ulong Grouped { get; set; }

    /// <summary>What the rows' series told last; null where that is not asked for.</summary>
    public GroupTable? Readings { get; set; }

    /// <summary>The series of each row.</summary>
    public ReadOnlySpan<int> SeriesOf { get; set; }

    /// <summary>Integers, a row each; for aggregations of integers.</summary>
    public readonly Span<long> Integers { get; } = integers;

    /// <summary>Floats, a row each; for aggregations of floats.</summary>
    public readonly Span<double> Floats { get; } = floats;

    /// <summary>What reads the histograms; for aggregations of those.</summary>
    public HistogramSource? Histograms { get; set; }

    /// <summary>The rows that have a value, a bit each.</summary>
    public ulong Rows { get; set; }
}
