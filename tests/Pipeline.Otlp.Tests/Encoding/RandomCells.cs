namespace Pipeline.Otlp.Tests.Encoding;

/// <summary>Columns of any type, and cells as <see cref="Rows"/> takes them.</summary>
internal static class RandomCells
{
    private static readonly ColumnType[] Types =
    [
        ColumnType.Bool, ColumnType.I8, ColumnType.I16, ColumnType.I32, ColumnType.I64, ColumnType.U8, ColumnType.U16, ColumnType.U32, ColumnType.U64, ColumnType.F64,
        ColumnType.Duration, ColumnType.Ip, ColumnType.Mac, ColumnType.FixedUtf8(16), ColumnType.FixedBytes(5), ColumnType.Utf8, ColumnType.Utf8, ColumnType.Bytes,
        ColumnType.Utf8List, ColumnType.Map, ColumnType.Time,
        ColumnType.Enum(1, signed: false, [new("none", 0), new("read", 1), new("schreiben", 2), new("again", 2), new("", 200)]),
        ColumnType.Enum(8, signed: true, [new("minus", -5), new("null", 0)]),
        ColumnType.Flags(4, [new("sync", 1), new("meta", 2), new("both", 3), new("high", 1L << 31)]),
    ];

    /// <summary>A column that no signal has a field for.</summary>
    public static ColumnSchema Column(Random random, int number) => new($"column_{number}", Types[random.Next(Types.Length)])
    {
        Attribute = random.Next(3) == 0 ? $"known.{number}" : null,
        Unit = random.Next(3) == 0 ? "By" : null,
    };

    public static object Cell(Random random, ColumnType type) => type.Kind switch
    {
        ColumnKind.Bool => random.Next(2),
        ColumnKind.F64 => Double(random),
        ColumnKind.Time => Time(random),
        ColumnKind.Ip => random.Next(2) == 0 ? [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, .. Bytes(random, 4)] : Bytes(random, 16),
        ColumnKind.Mac => Bytes(random, 6),
        ColumnKind.Enum => Narrow(random.Next(4) == 0 ? random.NextInt64() : type.Names[random.Next(type.Names.Length)].Value, type),
        ColumnKind.Flags => Narrow(random.Next(2) == 0 ? random.Next(4) : Integer(random), type),
        ColumnKind.FixedBytes => Bytes(random, type.Width),
        ColumnKind.FixedUtf8 or ColumnKind.Utf8 => Text(random),
        ColumnKind.Bytes => Bytes(random, random.Next(4) == 0 ? 0 : random.Next(1, 300)),
        ColumnKind.Utf8List => Enumerable.Range(0, random.Next(5)).Select(_ => Text(random)).ToArray(),
        ColumnKind.Map => Tree.Map(random, random.Next(4)),
        _ => Narrow(Integer(random), type),
    };

    /// <summary>A text, at times not UTF-8, at times long.</summary>
    public static byte[] Text(Random random)
    {
        const string Letters = "abc \t\n\"\\/<>&\u0001\u007f\u0085äßñ漢字🦀\u2028\uFEFF";
        var length = random.Next(8) switch { 0 => 0, 1 => random.Next(100, 400), _ => random.Next(1, 40) };
        if (random.Next(200) == 0)
            length = random.Next(10_000, 40_000);
        var runes = Letters.EnumerateRunes().ToArray();
        var text = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, length).Select(_ => runes[random.Next(runes.Length)])));
        if (random.Next(4) == 0)
            for (var i = 0; i < text.Length; i += random.Next(1, 20))
                text[i] = (byte)random.Next(1, 256);
        return text;
    }

    public static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Each length of a varint is as likely.</summary>
    public static long Integer(Random random) => random.Next(6) switch
    {
        0 => 0,
        1 => long.MinValue >> random.Next(64),
        2 => long.MaxValue >> random.Next(63),
        _ => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64),
    };

    public static double Double(Random random) => random.Next(8) switch
    {
        0 => 0,
        1 => double.NaN,
        2 => double.PositiveInfinity,
        3 => double.NegativeInfinity,
        4 => random.Next(-1000, 1000),
        _ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-300, 300)),
    };

    // Within the years that everybody's calendar has.
    public static long Time(Random random) => random.NextInt64(0, 4_000_000_000_000_000_000);

    private static long Narrow(long value, ColumnType type) => (type.Width, type.Signed) switch
    {
        (1, true) => (sbyte)value,
        (1, false) => (byte)value,
        (2, true) => (short)value,
        (2, false) => (ushort)value,
        (4, true) => (int)value,
        (4, false) => (uint)value,
        _ => value,
    };
}
