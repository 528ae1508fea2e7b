using Pipeline.Plugins.Tests.Support;
using Pipeline.Plugins.Tests.Transforms;

namespace Pipeline.Plugins.Tests.Sinks;

/// <summary>A table with a column of every type, and random rows of it.</summary>
internal static class EveryType
{
    public static TableSchema Schema { get; } = new("every", TableKind.Event,
    [
        new("time", ColumnType.Time), new("yes", ColumnType.Bool),
        new("i8", ColumnType.I8), new("i16", ColumnType.I16), new("i32", ColumnType.I32), new("i64", ColumnType.I64),
        new("u8", ColumnType.U8), new("u16", ColumnType.U16), new("u32", ColumnType.U32), new("u64", ColumnType.U64),
        new("f", ColumnType.F64), new("latency_ns", ColumnType.Duration) { Unit = "ns", Heading = "LAT(ms)" },
        new("peer", ColumnType.Ip), new("mac", ColumnType.Mac),
        new("operation", ColumnType.Enum(1, signed: false, [new("read", 0), new("wr\"ite", 1), new("again", 1), new("last", -1)])),
        new("state", ColumnType.Enum(4, signed: true, [new("OK", 0), new("failed badly", -1)])),
        new("wide", ColumnType.Enum(8, signed: false, [new("top", -1)])),
        new("flags", ColumnType.Flags(2, [new("NONE", 0), new("A", 1), new("B", 2), new("BOTH", 3), new("TOP", 0x8000)])),
        new("comm", ColumnType.FixedUtf8(16)), new("raw", ColumnType.FixedBytes(5)),
        new("path", ColumnType.Utf8), new("payload", ColumnType.Bytes), new("args", ColumnType.Utf8List),
        // Names that would collide with keys of the sink's own.
        new("table", ColumnType.U8), new("path_base64", ColumnType.U8),
    ]);

    public static object[][] Cells(Random random, int rows) =>
        [.. Schema.Columns.Select(column => Enumerable.Range(0, rows).Select(_ => Cell(column.Type, random)).ToArray())];

    public static object Cell(ColumnType type, Random random) => type.Kind switch
    {
        ColumnKind.F64 => random.Next(2) == 0 ? RandomTable.Float(random) : BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
        ColumnKind.Bool => (Int128)random.Next(3),
        ColumnKind.Ip => Address(random),
        ColumnKind.Mac or ColumnKind.FixedBytes => HostileText.Bytes(random, type.Width),
        ColumnKind.Bytes => HostileText.Bytes(random, random.Next(9)),
        ColumnKind.Utf8 => HostileText.Next(random),
        ColumnKind.FixedUtf8 => HostileText.Next(random).Take(type.Width).ToArray(),
        ColumnKind.Utf8List => Enumerable.Range(0, random.Next(4)).Select(_ => HostileText.Next(random)).ToArray(),
        _ => RandomTable.Integer(type, random),
    };

    private static byte[] Address(Random random)
    {
        var address = HostileText.Bytes(random, 16);
        if (random.Next(3) == 0)
        {
            byte[] mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];
            mapped.CopyTo(address, 0);
        }
        else
        {
            for (var group = 0; group < 8; group++)
                if (random.Next(2) == 0)
                    (address[2 * group], address[2 * group + 1]) = (0, (byte)random.Next(2));
        }

        return address;
    }
}
