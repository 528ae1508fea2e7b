namespace Pipeline.Workloads.Tests.Enrichment;

/// <summary>A row of a connection, which waits until its key is known.</summary>
internal readonly record struct WaitingRow(ulong Connection, uint Key);
