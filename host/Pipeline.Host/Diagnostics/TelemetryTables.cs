using System.Collections.Immutable;

namespace Pipeline.Host.Diagnostics;

/// <summary>The tables of the host's own figures.</summary>
internal static class TelemetryTables
{
    public static TableSchema Components { get; } = Metric(
        "pipeline_components",
        "Rows through each component, and what its calls cost.",
        Label("component", "Its name in the configuration."),
        Label("kind", "source, transform or sink."),
        Counter("rows_in", "1", "Rows taken from edges."),
        Counter("rows_created", "1", "Rows made."),
        Counter("rows_out", "1", "Rows emitted, or delivered by a sink."),
        Counter("rows_filtered", "1", "Rows left out on purpose."),
        Counter("rows_consumed", "1", "Rows that went into something else."),
        Gauge("rows_in_flight", "1", "Rows at hand."),
        Counter("restarts", "1", "Times the plugin was replaced because it threw."),
        Counter("cpu_ns", "ns", "CPU time of the component's calls, as far as they stayed on a thread."),
        Counter("allocated_bytes", "By", "Managed memory allocated by the component's calls."));

    public static TableSchema Edges { get; } = Metric(
        "pipeline_edges",
        "Rows through each subscription, and what waits there.",
        Label("from", "Who emits."),
        Label("to", "Who subscribes."),
        Counter("rows_in", "1", "Rows that came."),
        Counter("rows_out", "1", "Rows that the subscriber took."),
        Gauge("rows_in_flight", "1", "Rows that wait."),
        Gauge("batches_waiting", "1", "Batches that wait."),
        Gauge("bytes_waiting", "By", "Bytes of rows that wait."));

    public static TableSchema Delivery { get; } = Metric(
        "pipeline_delivery",
        "What goes on between the host and the other end of each sink.",
        Label("component", "The component's name in the configuration."),
        Counter("writes", "1", "Writes begun, those of retries included."),
        Counter("rows_retried", "1", "Rows that were tried once more, as often as they were: only those can be at the other end twice."),
        Gauge("requests", "1", "Requests at hand: written, or waiting to be tried again."),
        Gauge("writes_under_way", "1", "Writes that have begun and not ended."),
        Gauge("writes_at_most", "1", "Writes that may be under way at once, as the host found to go best."),
        Gauge("circuit", "1", "0: closed, all is well. 1: half open, one write finds out whether the other end is back. 2: open, nothing is written until the back-off is over."));

    public static TableSchema Counters { get; } = Metric(
        "pipeline_component_counters",
        "What sinks and transforms count of themselves.",
        Label("component", "The component's name in the configuration."),
        Label("figure", "What it counts, with the unit where it has one: the plugin's own page says more."),
        Label("of", "Of which of several things, such as an address; empty: of the component as a whole."),
        Counter("value", "1", "How many so far; begins again when the component is replaced."));

    public static TableSchema Gauges { get; } = Metric(
        "pipeline_component_gauges",
        "What sinks and transforms measure of themselves.",
        Label("component", "The component's name in the configuration."),
        Label("figure", "What it measures, with the unit where it has one: the plugin's own page says more."),
        Label("of", "Of which of several things, such as an address; empty: of the component as a whole."),
        Gauge("value", "1", "How many at the last reading."));

    public static TableSchema Losses { get; } = Metric(
        "pipeline_losses",
        "Rows that did not go on, by place and reason.",
        Label("place", "The component, or the edge as FROM -> TO."),
        Label("fate", "dropped; discarded or lost where a kernel program did it."),
        Label("reason", "Why."),
        Counter("rows", "1", "Rows."));

    public static TableSchema Kernel { get; } = Metric(
        "pipeline_kernel",
        "What became of the events that kernel programs saw. What they left out and lost is in pipeline_losses.",
        Label("component", "Its name in the configuration."),
        Counter("attempted", "1", "Events that programs set out to make something of."),
        Counter("submitted", "1", "Rows that reached a ring."),
        Counter("aggregated", "1", "Events that went into the figures of a map."),
        Counter("entries", "1", "Entries of such maps that were read, the same one once a reading."),
        Gauge("in_ring", "1", "Rows in rings that nobody has read."));

    public static TableSchema Programs { get; } = Metric(
        "pipeline_programs",
        "Kernel programs and their cost. Run time and count need kernel statistics, which cost each program of the machine two clock reads a run: they are on while somebody takes this table.",
        Label("component", "Its name in the configuration."),
        Label("program", "The program's function."),
        Label("hook", "Where it attaches."),
        Label("mechanism", "How it attaches."),
        Label("state", "How far it came."),
        Counter("run_time_ns", "ns", "Time in the program."),
        Counter("run_count", "1", "Runs of the program."),
        Counter("missed_runs", "1", "Times the kernel passed over it because it was running on that CPU already."));

    public static TableSchema Host { get; } = Metric(
        "pipeline_host",
        "The host process.",
        Gauge("arena_bytes", "By", "Row memory in use."),
        Gauge("arena_limit_bytes", "By", "Row memory there is."),
        Gauge("ring_bytes", "By", "Kernel ring buffers, which lie outside the memory budget."),
        Gauge("heap_bytes", "By", "Managed heap."),
        Gauge("resident_bytes", "By", "Resident memory of the process."),
        Counter("cpu_ns", "ns", "CPU time of the process."),
        Counter("allocated_bytes", "By", "Managed memory allocated since the start."));

    public static TableSchema ProbeStatus { get; } = Event(
        "probe_status",
        "Each kernel program when it attached, was refused or was passed over.",
        Label("source_connector", "The source whose program it is, by its name in the configuration."),
        Label("tracepoint", "Where it attaches."),
        Label("status", "How far it came."),
        Label("error", "Why it came no further, with the remedy; empty when there is nothing to say."),
        Label("program", "The program's function."),
        Label("variant", "The variant it belongs to."),
        Label("mechanism", "How it attaches."));

    public static TableSchema Errors { get; } = Event(
        "errors",
        "What the host and its components logged as a warning or worse, whatever level is printed.",
        Label("source_connector", "The component by its name in the configuration; pipeline for the host itself."),
        Label("status", "warning, error or critical."),
        Label("error", "What was said."),
        Label("context", "The type of the exception that went with it."));

    public static ImmutableArray<TableSchema> All { get; } = [Components, Edges, Delivery, Counters, Gauges, Losses, Kernel, Programs, Host, ProbeStatus, Errors];

    private static TableSchema Metric(string name, string help, params ImmutableArray<ColumnSchema> columns) => Table(name, TableKind.Metric, help, columns);

    private static TableSchema Event(string name, string help, params ImmutableArray<ColumnSchema> columns) => Table(name, TableKind.Event, help, columns);

    private static TableSchema Table(string name, TableKind kind, string help, ImmutableArray<ColumnSchema> columns) =>
        new(name, kind, [new ColumnSchema("time", ColumnType.Time) { Unit = "ns", Help = kind == TableKind.Event ? "When it was seen." : "When it was read." }, .. columns])
        {
            Help = help,
        };

    private static ColumnSchema Label(string name, string help) => new(name, ColumnType.Utf8) { Help = help };

    private static ColumnSchema Counter(string name, string unit, string help) =>
        new(name, ColumnType.U64) { Unit = unit, Help = help, Instrument = Instrument.Counter };

    private static ColumnSchema Gauge(string name, string unit, string help) =>
        new(name, ColumnType.I64) { Unit = unit, Help = help, Instrument = Instrument.Gauge };
}
