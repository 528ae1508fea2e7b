using Pipeline.Transforms.Aggregate.States;

namespace Pipeline.Transforms.Aggregate;

/// <summary>An aggregation and what it means for one table.</summary>
/// <param name="Argument">What it is about, as a column; null for a count of rows.</param>
/// <param name="Column">The column emitted.</param>
/// <param name="State">What it keeps of a group.</param>
/// <param name="Operand">What it reads of a row.</param>
internal sealed record BoundAggregation(ColumnSchema? Argument, ColumnSchema Column, ValueState State, Operand Operand);
