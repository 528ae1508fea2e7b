namespace Pipeline.Abstractions.Tests;

/// <summary>Random tables, and random cells for them.</summary>
internal static class RandomTable
{
    private static readonly ColumnType[] Types =
    [
        ColumnType.Bool, ColumnType.I8, ColumnType.I16, ColumnType.U32, ColumnType.U64, ColumnType.F64, ColumnType.Time, ColumnType.Ip, ColumnType.Mac,
        ColumnType.FixedUtf8(16), ColumnType.FixedUtf8(3), ColumnType.FixedBytes(7), ColumnType.Utf8, ColumnType.Bytes, ColumnType.Map,
        ColumnType.ExponentialHistogram, ColumnType.Enum(2, false, [new EnumName("one", 1)]),
    ];

    public static ColumnType Type(Random random) => Types[random.Next(Types.Length)];

    public static TableSchema Schema(Random random)
    {
        var columns = Enumerable.Range(0, random.Next(1, 9)).Select(i => new ColumnSchema($"c{i}", Type(random)));
        return new TableSchema("random", TableKind.Event, [.. columns]);
    }

    /// <summary>A value as it is set, and the cell it must be read as.</summary>
    public static (byte[] Set, byte[] Read) Cell(Random random, ColumnType type)
    {
        if (type.IsVariable)
        {
            var value = random.Bytes(random.Next(10) == 0 ? random.Next(20_000) : random.Next(30));
            return (value, value);
        }

        var isCut = type.Kind is ColumnKind.FixedUtf8 or ColumnKind.FixedBytes;
        var fixedValue = random.Bytes(isCut ? random.Next(2 * type.Width) : type.Width);
        var read = new byte[type.Width];
        fixedValue.AsSpan(0, Math.Min(type.Width, fixedValue.Length)).CopyTo(read);
        return (fixedValue, read);
    }
}
