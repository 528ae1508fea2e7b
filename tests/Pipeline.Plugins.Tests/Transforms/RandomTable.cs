using System.Net;

namespace Pipeline.Plugins.Tests.Transforms;

/// <summary>A table with columns of most types and random rows, in which values meet each other and the ends of their ranges often.</summary>
internal sealed class RandomTable
{
    public static readonly string[] Operations = ["read", "write", "sync"];
    public static readonly string[] Flags = ["a", "b", "c"];

    public RandomTable(Random random, int rows)
    {
        Rows = rows;
        Cells = [.. Schema.Columns.Select(c => Enumerable.Range(0, rows).Select(_ => Cell(c.Type, random)).ToArray())];
    }

    public static TableSchema Schema { get; } = new("random", TableKind.Event,
    [
        new("yes", ColumnType.Bool), new("no", ColumnType.Bool),
        new("i8", ColumnType.I8), new("i16", ColumnType.I16), new("i32", ColumnType.I32), new("i64", ColumnType.I64),
        new("u8", ColumnType.U8), new("u16", ColumnType.U16), new("u32", ColumnType.U32), new("u64", ColumnType.U64), new("v64", ColumnType.U64),
        new("f", ColumnType.F64), new("g", ColumnType.F64),
        new("operation", ColumnType.Enum(2, true, [new("read", 0), new("write", 1), new("sync", -1)])),
        new("flags", ColumnType.Flags(1, [new("a", 1), new("b", 2), new("c", 6)])),
        new("comm", ColumnType.FixedUtf8(16)), new("tag", ColumnType.FixedUtf8(3)), new("file", ColumnType.FixedUtf8(32)),
        new("path", ColumnType.Utf8), new("body", ColumnType.Bytes), new("key", ColumnType.FixedBytes(2)),
        new("ip", ColumnType.Ip), new("peer", ColumnType.Ip), new("args", ColumnType.Utf8List),
    ]);

    public int Rows { get; }

    public object[][] Cells { get; }

    public static Int128 Integer(ColumnType type, Random random)
    {
        var bits = 8 * type.Width - (type.Signed ? 1 : 0);
        var value = random.Next(8) switch
        {
            0 => ((Int128)1 << bits) - 1 - random.Next(2),
            1 when type.Signed => -((Int128)1 << bits) + random.Next(2),
            2 => (Int128)random.NextInt64(),
            _ => random.Next(type.Signed ? -4 : 0, 6),
        };
        var low = type.Signed ? -((Int128)1 << bits) : 0;
        return Int128.Clamp(value, low, ((Int128)1 << bits) - 1);
    }

    public static double Float(Random random) => random.Next(8) switch
    {
        0 => double.NaN,
        1 => double.PositiveInfinity,
        2 => -0.0,
        3 => random.NextDouble() * 1e300,
        _ => random.Next(-8, 9) / 2.0,
    };

    /// <summary>Bytes that are valid UTF-8, often alike.</summary>
    public static byte[] Text(Random random, int longest = 20)
    {
        var text = "";
        for (var length = random.Next(random.Next(2) == 0 ? 3 : longest); length > 0; length--)
            text += random.Next(12) switch { 0 => "é", 1 => "\"", 2 => "\\", 3 => "\n", 4 => "'", < 8 => "a", _ => "b" };
        return System.Text.Encoding.UTF8.GetBytes(text);
    }

    public static string Address(Random random) => random.Next(3) switch
    {
        0 => $"10.{random.Next(3)}.0.{random.Next(256)}",
        1 => $"fe80::{random.Next(1, 5):x}:{random.Next(1, 5):x}",
        _ => $"192.168.{random.Next(2)}.1",
    };

    private static object Cell(ColumnType type, Random random) => type.Kind switch
    {
        ColumnKind.Bool => (Int128)random.Next(2),
        ColumnKind.F64 => Float(random),
        ColumnKind.Enum => (Int128)random.Next(-2, 3),
        ColumnKind.Flags => (Int128)random.Next(8),
        ColumnKind.FixedUtf8 => Fitting(type.Width, random),
        ColumnKind.FixedBytes => new[] { (byte)random.Next(2), (byte)('a' + random.Next(2)) },
        ColumnKind.Ip => IPAddress.Parse(Address(random)).MapToIPv6().GetAddressBytes(),
        ColumnKind.Utf8List => Enumerable.Range(0, random.Next(4)).Select(_ => Text(random, 3)).ToArray(),
        _ when type.IsInteger => Integer(type, random),
        _ => Text(random, 40),
    };

    private static byte[] Fitting(int width, Random random)
    {
        byte[] text;
        do
            text = Text(random, width + 1);
        while (text.Length > width);
        return text;
    }
}
