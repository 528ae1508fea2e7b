using Pipeline.Workloads.Known;

namespace Pipeline.Workloads.Kernel;

/// <summary>Who is told what became of processes and cgroups, in the order in which it happened.</summary>
internal interface IKernelListener
{
    /// <summary>Something became of a process. Its cgroup is looked up by <see cref="CgroupOf"/> before.</summary>
    void Take(in ProcessChange change);

    /// <summary>Something became of a cgroup.</summary>
    /// <param name="kind">What.</param>
    /// <param name="hierarchy">Its hierarchy.</param>
    /// <param name="id">Its number.</param>
    /// <param name="path">From the hierarchy's root; lent for the call.</param>
    /// <param name="time">When, in ns since boot.</param>
    void Take(CgroupChangeKind kind, int hierarchy, ulong id, ReadOnlySpan<byte> path, long time);

    /// <summary>The cgroup of that number now; null: not known.</summary>
    CgroupInfo? CgroupOf(int hierarchy, ulong id);
}
