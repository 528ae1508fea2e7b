using Pipeline.Transforms.Aggregate.Series;

namespace Pipeline.Transforms.Aggregate;

/// <summary>What the aggregations read of one table's rows.</summary>
/// <param name="Operands">One an aggregation.</param>
/// <param name="Ordinals">The fixed columns they read, by slot.</param>
/// <param name="Readings">What its series told last; null where no aggregation is of running totals.</param>
internal sealed record TableOperands(Operand[] Operands, int[] Ordinals, SeriesReadings? Readings);
