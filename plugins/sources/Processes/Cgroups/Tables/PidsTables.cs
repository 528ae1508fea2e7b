using static Pipeline.Sources.Processes.Cgroups.Tables.CgroupTable;

namespace Pipeline.Sources.Processes.Cgroups.Tables;

/// <summary>Tables of how many tasks there are and may be.</summary>
internal static class PidsTables
{
    internal const int Tasks = Own, LimitHits = Own + 1;
    internal const int Limit = Own;

    internal static TableSchema Pids { get; } = Create(
        "cgroup_pids",
        "Tasks of each cgroup and those below it. Roots have no row.",
        Gauge("tasks", "1", "TASKS", "Processes and threads, those of the kernel included."),
        Counter("limit_hits", "1", "REFUSED", "Times that a process or thread could not be made because of the limit."));

    internal static TableSchema Limits { get; } = Create(
        "cgroup_pids_limit",
        "The limit of tasks of each cgroup that has one of its own.",
        Gauge("limit", "1", "LIMIT", "As many as there may be."));
}
