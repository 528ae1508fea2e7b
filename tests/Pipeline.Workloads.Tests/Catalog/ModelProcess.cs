namespace Pipeline.Workloads.Tests.Catalog;

/// <summary>A process of the model.</summary>
internal sealed class ModelProcess(uint pid, long started, CgroupInfo cgroup)
{
    internal uint Pid { get; } = pid;

    internal long Started { get; } = started;

    internal long Ended { get; set; } = long.MaxValue;

    internal List<(long From, CgroupInfo Cgroup)> Cgroups { get; } = [(started, cgroup)];

    internal ulong Ticks => (ulong)(Started / ProcessInfo.TickLength);

    internal CgroupInfo At(long time) => Cgroups.Last(c => c.From <= time).Cgroup;
}
