using System.Text;
using Pipeline.Plugins.Tests.Support;

namespace Pipeline.Plugins.Tests.Sinks;

/// <summary>Readings of metric tables, as kernel maps and transforms make them.</summary>
internal static class Figures
{
    public const long Second = 1_000_000_000;

    /// <summary>Running totals, as of a kernel map: requests, bytes and the longest queue by command and disk.</summary>
    public static TableSchema Biotop { get; } = new("biotop", TableKind.Metric,
    [
        new("time", ColumnType.Time) { Heading = "" }, new("start_time", ColumnType.Time) { Heading = "" },
        new("comm", ColumnType.FixedUtf8(16)), new("disk", ColumnType.Utf8),
        new("io", ColumnType.U64) { Heading = "I/O", Instrument = Instrument.Counter },
        new("bytes", ColumnType.U64) { Unit = "By", Heading = "SIZE(KiB)", Instrument = Instrument.Counter },
        new("queue", ColumnType.I64) { Instrument = Instrument.Gauge },
    ])
    {
        StartTimeColumn = "start_time",
    };

    /// <summary>The same per interval.</summary>
    public static TableSchema BiotopOfInterval { get; } = new("biotop", TableKind.Metric,
        [.. Biotop.Columns.Select(column => column with { Temporality = Temporality.Delta })])
    {
        StartTimeColumn = "start_time",
    };

    /// <summary>Only gauges.</summary>
    public static TableSchema Depths { get; } = new("depths", TableKind.Metric,
        [new("time", ColumnType.Time) { Heading = "" }, new("queue", ColumnType.Utf8), new("depth", ColumnType.F64) { Instrument = Instrument.Gauge }]);

    /// <summary>Latencies by disk and operation, running, with bounds of 1, 2, 4 and 8 us.</summary>
    public static TableSchema Biolatency { get; } = Latency([1000, 2000, 4000, 8000]);

    public static TableSchema Latency(params double[] bounds) => new("biolatency", TableKind.Metric,
    [
        new("time", ColumnType.Time) { Heading = "" }, new("start_time", ColumnType.Time) { Heading = "" },
        new("disk", ColumnType.FixedUtf8(8)), new("operation", ColumnType.Enum(1, signed: false, [new("read", 0), new("write", 1)])),
        new("latency_ns", ColumnType.ExplicitHistogram([.. bounds])) { Unit = "ns", Instrument = Instrument.Histogram },
    ])
    {
        StartTimeColumn = "start_time",
    };

    /// <summary>A reading so many seconds after noon.</summary>
    public static RecordBatch Reading(
        TableSchema table, double seconds, params (string Comm, string Disk, long Io, long Bytes, long Queue)[] rows) => Reading(table, seconds, 0, rows);

    public static RecordBatch Reading(
        TableSchema table, double seconds, double start, (string Comm, string Disk, long Io, long Bytes, long Queue)[] rows) => Make(
        table,
        [
            Column(rows, _ => (Int128)(long)(seconds * Second)), Column(rows, _ => (Int128)(long)(start * Second)), Column(rows, r => Encoding.UTF8.GetBytes(r.Comm)),
            Column(rows, r => Encoding.UTF8.GetBytes(r.Disk)), Column(rows, r => (Int128)r.Io), Column(rows, r => (Int128)r.Bytes), Column(rows, r => (Int128)r.Queue),
        ],
        rows.Length);

    public static RecordBatch Depth(double seconds, params (string Queue, double Depth)[] rows) => Make(
        Depths, [Column(rows, _ => (Int128)(long)(seconds * Second)), Column(rows, r => Encoding.UTF8.GetBytes(r.Queue)), Column(rows, r => (object)r.Depth)], rows.Length);

    /// <summary>A reading of <see cref="Latency"/>.</summary>
    public static RecordBatch Latencies(TableSchema table, double seconds, params (string Disk, int Operation, double Sum, ulong[] Counts)[] rows) => Make(
        table,
        [
            Column(rows, _ => (Int128)(long)(seconds * Second)), Column(rows, _ => (Int128)0), Column(rows, r => Encoding.UTF8.GetBytes(r.Disk)),
            Column(rows, r => (Int128)r.Operation), Column(rows, r => (object)Cell(r.Sum, r.Counts)),
        ],
        rows.Length);

    public static byte[] Cell(double sum, ulong[] counts)
    {
        var cell = new byte[HistogramCell.SizeOf(counts.Length)];
        HistogramCell.Write(cell, new HistogramTotals(counts.Aggregate(0ul, (a, b) => a + b), sum, double.NaN, double.NaN), counts);
        return cell;
    }

    private static RecordBatch Make(TableSchema table, object[][] cells, int rows) => ScatteredBatch.Make(table, cells, rows, Samples.Arena, new Random(rows), unixOffset: Samples.Noon);

    private static object[] Column<T>(T[] rows, Func<T, object> cell) => [.. rows.Select(cell)];
}
