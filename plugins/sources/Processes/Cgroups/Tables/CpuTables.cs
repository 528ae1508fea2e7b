using static Pipeline.Sources.Processes.Cgroups.Tables.CgroupTable;

namespace Pipeline.Sources.Processes.Cgroups.Tables;

/// <summary>Tables of CPU time and what bounds it.</summary>
internal static class CpuTables
{
    internal const int Usage = Own, User = Own + 1, System = Own + 2;
    internal const int Periods = Own, ThrottledPeriods = Own + 1, Throttled = Own + 2;
    internal const int Quota = Own, Period = Own + 1, Cpus = Own + 2;
    internal const int Weight = Own;

    internal static TableSchema Time { get; } = Create(
        "cgroup_cpu",
        "CPU time of each cgroup and those below it.",
        Counter("usage_ns", "ns", "USAGE(s)", "CPU time."),
        Counter("user_ns", "ns", "USER(s)", "CPU time in user mode; on version 1 in steps of 10 ms."),
        Counter("system_ns", "ns", "SYS(s)", "CPU time in the kernel; on version 1 in steps of 10 ms."));

    internal static TableSchema Cfs { get; } = Create(
        "cgroup_cpu_cfs",
        "What its own CPU quota does to each cgroup. No row where the CPU controller is not enabled; zeros where no quota was ever set.",
        Counter("periods", "1", "PERIODS", "Periods in which the cgroup had something to run, under a quota."),
        Counter("throttled_periods", "1", "THROTTLED", "Periods in which it used its quota up and had to wait."),
        Counter("throttled_ns", "ns", "WAITED(ms)", "Time for which it had to wait, of all CPUs together."));

    internal static TableSchema Limit { get; } = Create(
        "cgroup_cpu_limit",
        "The CPU quota of each cgroup that has one of its own.",
        Gauge("quota_ns", "ns", "QUOTA(ms)", "CPU time that it may use in each period."),
        Gauge("period_ns", "ns", "PERIOD(ms)", "How long a period is."),
        Share("cpus", "1", "CPUS", "Quota by period: as many CPUs as it may keep busy."));

    internal static TableSchema Weights { get; } = Create(
        "cgroup_cpu_weight",
        "How each cgroup shares CPUs with those beside it when there is not enough for all.",
        Share("weight", "1", "WEIGHT", "Its share in version 2's measure, 100 where nothing was set: cpu.weight, or on version 1 cpu.shares * 100 / 1024."));
}
