namespace Pipeline.Sinks.Kafka.Producing;

/// <summary>Rows one behind the other, numbered through all batches of a write.</summary>
internal readonly record struct RowRange(int First, int Count);
