using System.Net;
using System.Text;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Transforms.Filter;

namespace Pipeline.Plugins.Tests.Transforms;

/// <summary>A table with a column of every type, four rows of it, and what a condition keeps of them.</summary>
internal static class FilterSample
{
    /// <summary>2026-01-31T12:00:00Z in nanoseconds, less what the columns hold.</summary>
    public const long UnixOffset = 1_769_860_800_000_000_000;

    private static readonly (ColumnSchema Column, object[] Cells)[] Columns =
    [
        (new("is_root", ColumnType.Bool), Integers(1, 0, 1, 0)),
        (new("tiny", ColumnType.I8), Integers(-128, -1, 0, 127)),
        (new("small", ColumnType.I16), Integers(-300, -1, 0, 300)),
        (new("code", ColumnType.I32), Integers(-2, 0, 2, int.MaxValue)),
        (new("delta", ColumnType.I64), Integers(long.MinValue, -1, 0, long.MaxValue)),
        (new("level", ColumnType.U8), Integers(0, 1, 200, 255)),
        (new("port", ColumnType.U16), Integers(80, 443, 8080, 65535)),
        (new("pid", ColumnType.U32), Integers(1, 42, 1000, uint.MaxValue)),
        (new("cookie", ColumnType.U64), Integers(0, 5, (Int128)1 << 63, ulong.MaxValue)),
        (new("latency_ns", ColumnType.U64) { Unit = "ns" }, Integers(500, 1_000_000, 1_000_001, 5_400_000_000_000)),
        (new("wait_us", ColumnType.U32) { Unit = "us" }, Integers(0, 1, 2, 1500)),
        (new("seconds", ColumnType.F64) { Unit = "s" }, [0.0, 0.25, 1.0, double.NaN]),
        (new("size", ColumnType.U32) { Unit = "By" }, Integers(0, 4096, 5000, 1_000_000)),
        (new("packets", ColumnType.U32) { Unit = "{packet}" }, Integers(0, 1, 2, 3)),
        (new("ratio", ColumnType.F64), [-0.0, 0.5, double.PositiveInfinity, double.NaN]),
        (new("time", ColumnType.Time), Integers(-1, 0, 1, 3_600_000_000_000)),
        (new("end", ColumnType.Time), Integers(0, 1, 2, 3_600_000_000_001)),
        (new("timeout", ColumnType.Duration), Integers(-1, 0, 1_000_000, 2_000_000)),
        (new("operation", ColumnType.Enum(1, false, [new("read", 0), new("write", 1), new("sync", 2)])), Integers(0, 1, 2, 7)),
        (new("result", ColumnType.Enum(4, true, [new("ok", 0), new("failed", -1)])), Integers(0, -1, 0, -1)),
        (new("flags", ColumnType.Flags(4, [new("none", 0), new("sync", 4), new("meta", 8), new("both", 12)])), Integers(0, 4, 12, 0xfffffff3)),
        (new("comm", ColumnType.FixedUtf8(16)), Texts("nginx", "ngin", "nginx-worker-123", "")),
        (new("tag", ColumnType.FixedUtf8(4)), Texts("a", "ab", "abcd", "")),
        (new("key", ColumnType.FixedBytes(4)), Texts("a\0\0\0", "ab\0\0", "abcd", "\0\0\0\0")),
        (new("path", ColumnType.Utf8), Texts("/etc/passwd", "/var/lögs/a.log", "", "/etc/\"x\"\n")),
        (new("body", ColumnType.Bytes), [Array.Empty<byte>(), new byte[] { 0xff, 0 }, "GET /"u8.ToArray(), new byte[300]]),
        (new("ip", ColumnType.Ip), Addresses("10.1.2.3", "192.168.0.1", "fe80::1", "2001:db8::7")),
        (new("peer", ColumnType.Ip), Addresses("10.1.2.3", "10.1.2.4", "fe80::1", "::1")),
        (new("mac", ColumnType.Mac), [new byte[] { 0, 0x1a, 0x2b, 0x3c, 0x4d, 0x5e }, new byte[6], new byte[6], new byte[6]]),
        (new("args", ColumnType.Utf8List), [Words("ls", "-l"), Words(), Words(""), Words("-la", "x")]),
        (new("labels", ColumnType.Map), [.. Labels()]),
        (new("in", ColumnType.U8), Integers(0, 1, 2, 3)),
    ];

    public static TableSchema Schema { get; } = new("sample", TableKind.Event, [.. Columns.Select(c => c.Column)]);

    /// <summary>The rows kept, such as <c>0 2</c>.</summary>
    public static string Keep(string condition)
    {
        using var emitter = new CollectingEmitter();
        var filter = Bind(condition, Schema);
        var batch = ScatteredBatch.Make(Schema, [.. Columns.Select(c => c.Cells)], 4, emitter.Arena, new Random(condition.Length), unixOffset: UnixOffset);
        filter.Process(batch, emitter);
        batch.Release();
        return string.Join(' ', emitter.Batches.SelectMany(b => Enumerable.Range(0, b.Rows).Select(b.Sequence)));
    }

    public static FilterTransform Bind(string condition, params TableSchema[] tables)
    {
        var filter = new FilterTransform(new FilterOptions { Condition = condition }, null!);
        filter.Bind(tables);
        return filter;
    }

    private static IEnumerable<byte[]> Labels()
    {
        var writer = new AttributeWriter();
        yield return Cell(("http.method", w => w.Utf8("GET"u8)), ("status", w => w.I64(200)), ("ok", w => w.Bool(true)));
        yield return Cell(("http.method", w => w.Bytes("POST"u8)), ("status", w => w.F64(404.5)), ("ok", w => w.Bool(false)));
        yield return Cell(("http.method", w => w.I64(1)), ("ok", w => w.Null()), ("status", w => w.I64(404)), ("id", w => w.I64(9007199254740993)));
        yield return Cell(("status", w => w.Utf8("200"u8)));

        byte[] Cell(params (string Key, Action<AttributeWriter> Value)[] entries)
        {
            writer.Clear();
            foreach (var (key, value) in entries)
            {
                writer.Key(Encoding.UTF8.GetBytes(key));
                value(writer);
            }

            return writer.Written.ToArray();
        }
    }

    private static object[] Integers(params Int128[] values) => [.. values.Cast<object>()];

    private static object[] Texts(params string[] values) => [.. values.Select(Encoding.UTF8.GetBytes)];

    private static object[] Addresses(params string[] values) => [.. values.Select(v => IPAddress.Parse(v).MapToIPv6().GetAddressBytes())];

    private static byte[][] Words(params string[] values) => [.. values.Select(Encoding.UTF8.GetBytes)];
}
