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
        new("labels", ColumnType.Map), new("attributes", ColumnType.Map),
        new("sizes", ColumnType.ExplicitHistogram([0.5, 1, 1e300])), new("latencies", ColumnType.ExponentialHistogram),
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
        ColumnKind.Map => Attributes(random),
        ColumnKind.Histogram => random.Next(4) == 0 ? [] : Histogram(type, random),
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

    private static byte[] Attributes(Random random)
    {
        var writer = new AttributeWriter();
        for (var i = random.Next(4); i > 0; i--)
        {
            writer.Key(HostileText.Next(random));
            Value(writer, random);
        }

        return writer.Written.ToArray();
    }

    private static void Value(AttributeWriter writer, Random random)
    {
        switch (random.Next(writer.Depth < 3 ? 8 : 6))
        {
            case 0:
                writer.Null();
                break;
            case 1:
                writer.Bool(random.Next(2) == 0);
                break;
            case 2:
                writer.I64(random.NextInt64(long.MinValue, long.MaxValue));
                break;
            case 3:
                writer.F64(RandomTable.Float(random) + 0.5);
                break;
            case 4:
                writer.Utf8(HostileText.Next(random));
                break;
            case 5:
                writer.Bytes(HostileText.Bytes(random, random.Next(5)));
                break;
            case 6:
                writer.BeginList();
                for (var i = random.Next(3); i > 0; i--)
                    Value(writer, random);
                writer.End();
                break;
            default:
                writer.BeginMap();
                for (var i = random.Next(3); i > 0; i--)
                {
                    writer.Key(HostileText.Next(random));
                    Value(writer, random);
                }

                writer.End();
                break;
        }
    }

    private static byte[] Histogram(ColumnType type, Random random)
    {
        ulong[] counts = [.. Enumerable.Range(0, type.Bounds.IsEmpty ? random.Next(5) : type.Bounds.Length + 1).Select(_ => (ulong)random.NextInt64())];
        var cell = new byte[HistogramCell.SizeOf(counts.Length)];
        var totals = new HistogramTotals(ulong.MaxValue, random.Next(2) == 0 ? double.NaN : 0.1, random.Next(2) == 0 ? double.NaN : -1.5, double.PositiveInfinity);
        if (type.Bounds.IsEmpty)
            HistogramCell.Write(cell, totals, counts, random.Next(8), random.Next(-9, 9), (ulong)random.Next(3));
        else
            HistogramCell.Write(cell, totals, counts);
        return cell;
    }
}
