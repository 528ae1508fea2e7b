using Pipeline.Enrichment;

namespace Pipeline.Transforms.Kubernetes;

/// <summary>A table of the transform's.</summary>
/// <param name="Input">As it comes.</param>
/// <param name="Output">As it goes on.</param>
/// <param name="Rows">How its rows are named; null where they have nothing to be looked up by, and go on as they came.</param>
internal sealed record BoundTable(TableSchema Input, TableSchema Output, WaitingTable? Rows);
