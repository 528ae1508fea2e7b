using Pipeline.Grouping;

namespace Pipeline.Transforms.Histogram.Buckets;

/// <summary>How values are put into buckets, and the histogram kept of each group.</summary>
internal abstract class BucketState : GroupState
{
    /// <summary>The type of the column emitted.</summary>
    public abstract ColumnType Type { get; }

    /// <summary>Whether there are buckets for values below zero.</summary>
    public abstract bool TakesNegative { get; }

    /// <summary>Counts values in their groups' histograms.</summary>
    public abstract void Add(GroupTable table, ReadOnlySpan<int> groups, in Observations observations);
}
