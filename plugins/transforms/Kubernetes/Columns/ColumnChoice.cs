using Pipeline.Enrichment;

namespace Pipeline.Transforms.Kubernetes.Columns;

/// <summary>A column that rows get.</summary>
/// <param name="What">What it tells.</param>
/// <param name="Column">Its name and meaning.</param>
/// <param name="Value">Of a label or annotation its place among the <see cref="Cluster.KnownPod.Values"/>.</param>
internal sealed record ColumnChoice(PodColumn What, ColumnSchema Column, int Value = 0)
{
    /// <summary>The cell of a fact in the given place.</summary>
    public FactColumn At(int cell) => new(Column, cell);
}
