namespace Pipeline.Sinks.Otlp.Writing;

/// <summary>Rows of one batch, one behind the other.</summary>
internal readonly record struct RowRange(RecordBatch Batch, int First, int Count);
