namespace Pipeline.Kernel.Tests.Running;

/// <summary>What a source's kernel programs counted.</summary>
internal sealed record LedgerKernel(long Attempted, long Submitted, Dictionary<string, long> Discarded, Dictionary<string, long> Lost, long InRing);
