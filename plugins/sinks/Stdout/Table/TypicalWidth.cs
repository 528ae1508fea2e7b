namespace Pipeline.Sinks.Stdout.Table;

/// <summary>Characters a value usually takes; a wider one pushes the rest of its line to the right.</summary>
internal static class TypicalWidth
{
    /// <summary>A number with decimals, such as 12345.678.</summary>
    public const int Scaled = 9;

    // A command's name (TASK_COMM_LEN).
    private const int ShortText = 16;
    private const int LongText = 32;

    public static int Of(ColumnType type) => type.Kind switch
    {
        ColumnKind.Bool => 5,
        ColumnKind.I8 or ColumnKind.U8 => 4,
        ColumnKind.I16 or ColumnKind.U16 => 6,
        // A process number with its full range of pid_max.
        ColumnKind.I32 or ColumnKind.U32 => 7,
        ColumnKind.I64 or ColumnKind.U64 or ColumnKind.F64 or ColumnKind.Duration => 10,
        ColumnKind.Time => WallClockWriter.Length,
        ColumnKind.Ip => 15,
        ColumnKind.Mac => 17,
        ColumnKind.Enum => Math.Min(ShortText, type.Names.Select(name => name.Name.Length).DefaultIfEmpty(4).Max()),
        ColumnKind.FixedUtf8 or ColumnKind.FixedBytes => Math.Min(ShortText, type.Width),
        ColumnKind.Flags => ShortText,
        _ => LongText,
    };
}
