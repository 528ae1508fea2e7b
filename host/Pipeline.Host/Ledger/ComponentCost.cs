namespace Pipeline.Host.Ledger;

/// <summary>What a component's calls cost on the threads that ran them. Written by several workers.</summary>
internal sealed class ComponentCost
{
    private long _cpu;
    private long _allocated;

    /// <summary>Nanoseconds of CPU.</summary>
    public long Cpu => Volatile.Read(ref _cpu);

    /// <summary>Bytes allocated on the managed heap.</summary>
    public long Allocated => Volatile.Read(ref _allocated);

    public void Add(long cpu, long allocated)
    {
        Interlocked.Add(ref _cpu, cpu);
        Interlocked.Add(ref _allocated, allocated);
    }
}
