namespace Pipeline;

/// <summary>Rows that a write did not deliver while it delivered others.</summary>
/// <param name="Batch">The batch they are of, one of those written.</param>
/// <param name="Row">The first of them.</param>
/// <param name="Rows">How many, one behind the other.</param>
/// <param name="Reason">Why: a short snake_case word from a small fixed set, it becomes a metric label.</param>
/// <param name="IsFinal">Trying again is no use; else the host offers these rows again.</param>
public readonly record struct RefusedRows(RecordBatch Batch, int Row, int Rows, string Reason, bool IsFinal);
