namespace Pipeline.Kernel.Tests.Running;

/// <summary>A component's line.</summary>
internal sealed record LedgerComponent(
    string Name,
    string Kind,
    long In,
    long Created,
    long Out,
    long Filtered,
    long Consumed,
    Dictionary<string, long> Dropped,
    long InFlight,
    long Restarts,
    Dictionary<string, long> Tables,
    LedgerKernel? Kernel = null,
    long Retried = 0);
