using System.Text;
using Pipeline.Plugins.Tests.Support;

namespace Pipeline.Plugins.Tests.Sinks;

/// <summary>Batches shaped like those of two well known tables.</summary>
internal static class Samples
{
    /// <summary>2026-01-31T12:00:00Z in nanoseconds.</summary>
    public const long Noon = 1_769_860_800_000_000_000;

    public static Arena Arena { get; } = new(256 << 20);

    public static TableSchema Execsnoop { get; } = new("execsnoop", TableKind.Event,
    [
        new("time", ColumnType.Time),
        new("comm", ColumnType.FixedUtf8(16)) { Heading = "PCOMM" },
        new("pid", ColumnType.U32), new("ppid", ColumnType.U32), new("ret", ColumnType.I32),
        new("start_ticks", ColumnType.U64) { Heading = "" },
        new("args", ColumnType.Utf8List),
    ]);

    public static TableSchema Biosnoop { get; } = new("biosnoop", TableKind.Event,
    [
        new("time", ColumnType.Time), new("comm", ColumnType.FixedUtf8(16)), new("pid", ColumnType.U32),
        new("disk", ColumnType.FixedUtf8(32)),
        new("operation", ColumnType.Enum(4, signed: false, [new("read", 0), new("write", 1)])) { Heading = "T" },
        new("sector", ColumnType.U64), new("bytes", ColumnType.U64) { Unit = "By", Heading = "SIZE(KiB)" },
        new("latency_ns", ColumnType.Duration) { Unit = "ns", Heading = "LAT(ms)" },
    ]);

    public static TableSchema Http { get; } = new("http", TableKind.Event,
    [
        new("comm", ColumnType.FixedUtf8(16)), new("method", ColumnType.Utf8) { Width = 7 }, new("status", ColumnType.U16),
        new("latency_ns", ColumnType.Duration) { Unit = "ns", Heading = "LAT(ms)" }, new("bytes", ColumnType.U64), new("path", ColumnType.Utf8),
    ]);

    public static RecordBatch Execs(params (long Time, string Comm, int Pid, int Ppid, int Ret, string[] Args)[] rows) => ScatteredBatch.Make(
        Execsnoop,
        [
            Column(rows, r => (Int128)r.Time), Column(rows, r => Encoding.UTF8.GetBytes(r.Comm)), Column(rows, r => (Int128)r.Pid), Column(rows, r => (Int128)r.Ppid),
            Column(rows, r => (Int128)r.Ret), Column(rows, _ => (Int128)7), Column(rows, r => r.Args.Select(Encoding.UTF8.GetBytes).ToArray()),
        ],
        rows.Length, Arena, new Random(1), unixOffset: Noon);

    public static RecordBatch Requests(params (long Time, string Comm, int Pid, string Disk, int Operation, long Sector, long Bytes, long Latency)[] rows) => ScatteredBatch.Make(
        Biosnoop,
        [
            Column(rows, r => (Int128)r.Time), Column(rows, r => Encoding.UTF8.GetBytes(r.Comm)), Column(rows, r => (Int128)r.Pid),
            Column(rows, r => Encoding.UTF8.GetBytes(r.Disk)), Column(rows, r => (Int128)r.Operation), Column(rows, r => (Int128)r.Sector),
            Column(rows, r => (Int128)r.Bytes), Column(rows, r => (Int128)r.Latency),
        ],
        rows.Length, Arena, new Random(2), unixOffset: Noon);

    public static RecordBatch Talk(params (string Comm, string Method, int Status, long Latency, long Bytes, string Path)[] rows) => ScatteredBatch.Make(
        Http,
        [
            Column(rows, r => Encoding.UTF8.GetBytes(r.Comm)), Column(rows, r => Encoding.UTF8.GetBytes(r.Method)), Column(rows, r => (Int128)r.Status),
            Column(rows, r => (Int128)r.Latency), Column(rows, r => (Int128)r.Bytes), Column(rows, r => Encoding.UTF8.GetBytes(r.Path)),
        ],
        rows.Length, Arena, new Random(6));

    /// <summary>A batch of one text column.</summary>
    public static RecordBatch Texts(string column, params byte[][] texts) => ScatteredBatch.Make(
        new TableSchema("texts", TableKind.Event, [new(column, ColumnType.Utf8)]), [texts], texts.Length, Arena, new Random(3));

    /// <summary>A batch of one list column.</summary>
    public static RecordBatch Lists(string column, params byte[][][] lists) => ScatteredBatch.Make(
        new TableSchema("lists", TableKind.Event, [new(column, ColumnType.Utf8List)]), [lists], lists.Length, Arena, new Random(4));

    private static object[] Column<T>(T[] rows, Func<T, object> cell) => [.. rows.Select(cell)];
}
