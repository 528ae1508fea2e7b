namespace Pipeline.Sources.Processes.Processes;

/// <summary>The table process_stats.</summary>
internal static class ProcessStats
{
    internal const int StartTime = 1;
    internal const int Pid = 2;
    internal const int Comm = 3;
    internal const int StartTicks = 4;
    internal const int UserTime = 5;
    internal const int KernelTime = 6;
    internal const int Resident = 7;
    internal const int Virtual = 8;
    internal const int Threads = 9;
    internal const int Descriptors = 10;
    internal const int MajorFaults = 11;
    internal const int MinorFaults = 12;
    internal const int ReadBytes = 13;
    internal const int WriteBytes = 14;
    internal const int Rchar = 15;
    internal const int Wchar = 16;

    private const int CommBytes = 16;

    internal static TableSchema Schema { get; } = new(
        "process_stats",
        TableKind.Metric,
        [
            new("time", ColumnType.Time) { Unit = "ns", Help = "When it was read." },
            new("start_time", ColumnType.Time) { Unit = "ns", Help = "When the process began, from when on everything is counted.", Heading = "" },
            new("pid", ColumnType.U32) { Help = "Process, in the init namespace.", Attribute = "process.pid" },
            new("comm", ColumnType.FixedUtf8(CommBytes)) { Help = "Its name, which may be any bytes; of the kernel's workers without what they work on." },
            new("start_ticks", ColumnType.U64) { Help = "When it began, in 10 ms since boot.", Heading = "" },
            Counter("cpu_utime_ns", "ns", "USER(s)", "CPU time in the process itself, in steps of 10 ms."),
            Counter("cpu_ktime_ns", "ns", "SYS(s)", "CPU time in the kernel on its behalf, in steps of 10 ms."),
            Gauge("rss_bytes", "By", "RSS(MiB)", "Memory that is there; before Linux 6.16 some pages of each CPU may be missing."),
            Gauge("vsize_bytes", "By", "VSZ(MiB)", "Address space; 0 of the kernel's own threads."),
            Gauge("num_threads", "1", "THREADS", "Threads."),
            Gauge("open_file_descriptors", "1", "FDS", "Descriptors in use, those included that a call under way has taken already, as accept does; 0 also where they may not be counted, which the log says."),
            Counter("major_faults", "1", "MAJFLT", "Page faults that waited for a disk."),
            Counter("minor_faults", "1", "MINFLT", "Page faults that did not."),
            Counter("read_bytes", "By", "READ(KB)", "Bytes it had read from disks; 0 also where it may not be read, as in the next three."),
            Counter("write_bytes", "By", "WRITE(KB)", "Bytes it had written to disks, or will have."),
            Counter("rchar_bytes", "By", "RCHAR(KB)", "Bytes that calls as read gave it, of files, pipes and sockets."),
            Counter("wchar_bytes", "By", "WCHAR(KB)", "Bytes that calls as write took from it."),
        ])
    {
        Help = "Each process: CPU time, memory, threads, faults, I/O and descriptors.",
        StartTimeColumn = "start_time",
    };

    private static ColumnSchema Counter(string name, string unit, string heading, string help) => Figure(name, unit, heading, help, Instrument.Counter);

    private static ColumnSchema Gauge(string name, string unit, string heading, string help) => Figure(name, unit, heading, help, Instrument.Gauge);

    private static ColumnSchema Figure(string name, string unit, string heading, string help, Instrument instrument) =>
        new(name, ColumnType.U64) { Unit = unit, Heading = heading, Help = help, Instrument = instrument };
}
