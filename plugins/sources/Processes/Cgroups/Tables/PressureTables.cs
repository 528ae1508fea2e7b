using static Pipeline.Sources.Processes.Cgroups.Tables.CgroupTable;

namespace Pipeline.Sources.Processes.Cgroups.Tables;

/// <summary>The table of pressure.</summary>
internal static class PressureTables
{
    internal const int Resource = Own, Tasks = Own + 1, Stalled = Own + 2, Average10 = Own + 3, Average60 = Own + 4, Average300 = Own + 5;

    internal static TableSchema Pressure { get; } = Create(
        "cgroup_pressure",
        "How long tasks of each cgroup of version 2 and those below it waited for what they lacked (PSI). Rows of / are of the whole machine, and need no cgroups; full of cpu has no meaning there.",
        Label("resource", "What they waited for. irq: time that interrupts took from them.", "cpu", "memory", "io", "irq"),
        Label("tasks", "Which waited. some: at least one. full: all that had something to do.", "some", "full"),
        Counter("stalled_ns", "ns", "STALLED(s)", "Time for which they waited."),
        Share("avg10", "%", "AVG10(%)", "Part of the last 10 seconds for which they waited."),
        Share("avg60", "%", "AVG60(%)", "Part of the last minute."),
        Share("avg300", "%", "AVG300(%)", "Part of the last five minutes."));
}
