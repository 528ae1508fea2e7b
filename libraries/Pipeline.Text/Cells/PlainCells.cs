namespace Pipeline.Text.Cells;

/// <summary>Writers of the types that look the same in every format: digits, letters, colons and points, nothing that needs a quote or an escape.</summary>
internal static class PlainCells
{
    /// <summary>The writer of a column.</summary>
    public static CellWriter Create(int ordinal, ColumnType type) => type.Kind switch
    {
        ColumnKind.Bool => new BoolWriter(ordinal),
        ColumnKind.I8 => new IntegerWriter<sbyte>(ordinal),
        ColumnKind.I16 => new IntegerWriter<short>(ordinal),
        ColumnKind.I32 => new IntegerWriter<int>(ordinal),
        ColumnKind.I64 or ColumnKind.Duration => new IntegerWriter<long>(ordinal),
        ColumnKind.U8 => new IntegerWriter<byte>(ordinal),
        ColumnKind.U16 => new IntegerWriter<ushort>(ordinal),
        ColumnKind.U32 => new IntegerWriter<uint>(ordinal),
        ColumnKind.U64 => new IntegerWriter<ulong>(ordinal),
        ColumnKind.Time => new TimeWriter(ordinal),
        ColumnKind.Ip => new IpWriter(ordinal),
        ColumnKind.Mac => new MacWriter(ordinal),
        _ => throw new ArgumentException($"{type} is not a plain type", nameof(type)),
    };
}
