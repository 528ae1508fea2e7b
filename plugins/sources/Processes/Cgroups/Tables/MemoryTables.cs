using static Pipeline.Sources.Processes.Cgroups.Tables.CgroupTable;

namespace Pipeline.Sources.Processes.Cgroups.Tables;

/// <summary>Tables of memory. Of a figure that not every kernel has there is a table or a label of its own, so that a row tells nothing that is not known.</summary>
internal static class MemoryTables
{
    internal const int Usage = Own, WorkingSet = Own + 1;
    internal const int Value = Own;
    internal const int Labelled = Own, LabelledValue = Own + 1;

    internal static TableSchema Memory { get; } = Create(
        "cgroup_memory",
        "Memory of each cgroup and those below it. The root of version 2 has no row: of the whole machine only the states in cgroup_memory_stat are known there.",
        Gauge("usage_bytes", "By", "USAGE(MiB)", "Memory charged to it: of its processes, of files it read and, but for the root of version 1, of the kernel for it."),
        Gauge("working_set_bytes", "By", "WORKING(MiB)", "The same without pages of files that were not used lately, which are given up first."));

    internal static TableSchema Peak { get; } = Create(
        "cgroup_memory_peak",
        "The most memory each cgroup had at once, since it was made or somebody reset it. No row below Linux 5.19 on version 2, and of roots.",
        Gauge("peak_bytes", "By", "PEAK(MiB)", "The highest usage so far."));

    internal static TableSchema Swap { get; } = Create(
        "cgroup_memory_swap",
        "Swap space of each cgroup and those below it. No row where the kernel does not count it.",
        Gauge("swap_bytes", "By", "SWAP(MiB)", "Memory of it that is swapped out."));

    internal static TableSchema States { get; } = Create(
        "cgroup_memory_stat",
        "What the memory of each cgroup and those below it is used for: a row for each state that its kernel tells.",
        Label(
            "state",
            "anon: of processes alone. file: of files, tmpfs and shared memory. kernel: of the kernel, since Linux 5.18 on version 2. sock: buffers of sockets, on version 2. Parts of file: shmem, file_mapped, file_dirty, file_writeback. Part of kernel: slab, on version 2.",
            "anon", "file", "kernel", "sock", "shmem", "file_mapped", "file_dirty", "file_writeback", "slab"),
        Gauge("bytes", "By", "SIZE(MiB)", "Memory in that state."));

    internal static TableSchema Limits { get; } = Create(
        "cgroup_memory_limit",
        "Bounds of each cgroup's memory that are set on itself; those of the ones above it hold too.",
        Label(
            "limit",
            "min, low: it is not reclaimed below. high: it is slowed down above. max: it cannot have more. swap_high, swap_max: of swap space. Of version 1: soft, above which it is reclaimed first, and memsw_max, of memory and swap together.",
            "min", "low", "high", "max", "soft", "swap_high", "swap_max", "memsw_max"),
        Gauge("bytes", "By", "SIZE(MiB)", "The bound. No row: there is none, or for min and low 0."));

    internal static TableSchema Events { get; } = Create(
        "cgroup_memory_events",
        "What happened to each cgroup at the bounds of its memory; on version 2 to those below it too.",
        Label(
            "event",
            "low: reclaimed below its low bound. high: slowed down above its high bound. max: about to exceed its max bound. oom: allocations that were about to fail. oom_kill: processes killed. oom_group_kill: times all of it were killed. failcnt: times that version 1 found its limit reached.",
            "low", "high", "max", "oom", "oom_kill", "oom_group_kill", "failcnt"),
        Counter("events", "1", "EVENTS", "Times."));
}
