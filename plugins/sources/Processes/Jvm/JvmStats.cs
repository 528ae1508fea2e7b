namespace Pipeline.Sources.Processes.Jvm;

/// <summary>The table jvm_stats.</summary>
internal static class JvmStats
{
    internal const int StartTime = 1;
    internal const int Pid = 2;
    internal const int StartTicks = 3;
    internal const int YoungTime = 4;
    internal const int FullTime = 5;
    internal const int Used = 6;
    internal const int Total = 7;
    internal const int Most = 8;

    internal static TableSchema Schema { get; } = new(
        "jvm_stats",
        TableKind.Metric,
        [
            new("time", ColumnType.Time) { Unit = "ns", Help = "When it was read." },
            new("start_time", ColumnType.Time) { Unit = "ns", Help = "When the process began, from when on everything is counted.", Heading = "" },
            new("pid", ColumnType.U32) { Help = "Process, in the init namespace.", Attribute = "process.pid" },
            new("start_ticks", ColumnType.U64) { Help = "When it began, in 10 ms since boot.", Heading = "" },
            Figure("young_gc_time_ns", "ns", "YOUNG(ms)", "Time in collector 0, that of young objects; 0 of ZGC, which has none.", Instrument.Counter),
            Figure("full_gc_time_ns", "ns", "FULL(ms)", "Time in collector 1, that of all objects; 0 of ZGC, which has none.", Instrument.Counter),
            Figure("used_heap_size", "By", "USED(MiB)", "Objects in the heap, dead ones that are not collected yet included, as of the last time that the machine counted.", Instrument.Gauge),
            Figure("total_heap_size", "By", "TOTAL(MiB)", "Heap that there is.", Instrument.Gauge),
            Figure("max_heap_size", "By", "MAX(MiB)", "Heap that there may be.", Instrument.Gauge),
        ])
    {
        Help = "Each Java machine (HotSpot) that keeps performance data: its heap, and time in its garbage collectors.",
        StartTimeColumn = "start_time",
    };

    private static ColumnSchema Figure(string name, string unit, string heading, string help, Instrument instrument) =>
        new(name, ColumnType.I64) { Unit = unit, Heading = heading, Help = help, Instrument = instrument };
}
