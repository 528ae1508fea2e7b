namespace Pipeline.Benchmarks.Runs.Servers;

/// <summary>What tracing a load gave and cost.</summary>
/// <param name="Rows">Requests with their responses.</param>
/// <param name="Lost">Rows that were lost anywhere, the ring included.</param>
/// <param name="KernelNanoseconds">Time in the BPF programs, in whoever's context; 0 where it was not counted.</param>
/// <param name="HostNanoseconds">CPU time of the host's threads.</param>
internal sealed record TraceCost(long Rows, long Lost, long KernelNanoseconds, long HostNanoseconds);
