namespace Pipeline.Expressions.Syntax;

/// <summary>Units a literal may carry, as the configuration spells them elsewhere, and units a column may have, in UCUM.</summary>
internal static class UnitTable
{
    public static readonly Unit[] Literals =
    [
        new("ns", Dimension.Duration, 1),
        new("us", Dimension.Duration, 1_000),
        new("ms", Dimension.Duration, 1_000_000),
        new("s", Dimension.Duration, 1_000_000_000),
        new("m", Dimension.Duration, 60_000_000_000),
        new("h", Dimension.Duration, 3_600_000_000_000),
        new("d", Dimension.Duration, 86_400_000_000_000),
        new("B", Dimension.Size, 1),
        new("kB", Dimension.Size, 1_000),
        new("MB", Dimension.Size, 1_000_000),
        new("GB", Dimension.Size, 1_000_000_000),
        new("TB", Dimension.Size, 1_000_000_000_000),
        new("KiB", Dimension.Size, 1L << 10),
        new("MiB", Dimension.Size, 1L << 20),
        new("GiB", Dimension.Size, 1L << 30),
        new("TiB", Dimension.Size, 1L << 40),
    ];

    public static readonly Unit[] Columns =
    [
        new("ns", Dimension.Duration, 1),
        new("us", Dimension.Duration, 1_000),
        new("ms", Dimension.Duration, 1_000_000),
        new("s", Dimension.Duration, 1_000_000_000),
        new("min", Dimension.Duration, 60_000_000_000),
        new("h", Dimension.Duration, 3_600_000_000_000),
        new("d", Dimension.Duration, 86_400_000_000_000),
        new("By", Dimension.Size, 1),
        new("kBy", Dimension.Size, 1_000),
        new("MBy", Dimension.Size, 1_000_000),
        new("GBy", Dimension.Size, 1_000_000_000),
        new("KiBy", Dimension.Size, 1L << 10),
        new("MiBy", Dimension.Size, 1L << 20),
        new("GiBy", Dimension.Size, 1L << 30),
    ];
}
