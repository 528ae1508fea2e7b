namespace Pipeline.Kernel.Tests.Running;

/// <summary>What a source's kernel programs counted.</summary>
internal sealed record LedgerKernel(long Attempted, long Submitted, long Aggregated, Dictionary<string, long> Discarded, Dictionary<string, long> Lost, long InRing, long Entries);
