using System.Collections.Frozen;

namespace Pipeline.Expressions.Syntax;

/// <summary>Units a literal may carry, as the configuration spells them elsewhere, and units a column may have, in UCUM.</summary>
internal static class UnitTable
{
    /// <summary>Nanoseconds in a literal's unit.</summary>
    public static readonly FrozenDictionary<string, long> Durations = new Dictionary<string, long>
    {
        ["ns"] = 1, ["us"] = 1_000, ["ms"] = 1_000_000, ["s"] = 1_000_000_000,
        ["m"] = 60_000_000_000, ["h"] = 3_600_000_000_000, ["d"] = 86_400_000_000_000,
    }.ToFrozenDictionary();

    /// <summary>Bytes in a literal's unit.</summary>
    public static readonly FrozenDictionary<string, long> Sizes = new Dictionary<string, long>
    {
        ["B"] = 1, ["kB"] = 1_000, ["MB"] = 1_000_000, ["GB"] = 1_000_000_000, ["TB"] = 1_000_000_000_000,
        ["KiB"] = 1L << 10, ["MiB"] = 1L << 20, ["GiB"] = 1L << 30, ["TiB"] = 1L << 40,
    }.ToFrozenDictionary();

    /// <summary>What a column's unit measures, in how many nanoseconds or bytes.</summary>
    public static readonly FrozenDictionary<string, (Dimension Dimension, long Scale)> Columns = new Dictionary<string, (Dimension, long)>
    {
        ["ns"] = (Dimension.Duration, 1), ["us"] = (Dimension.Duration, 1_000), ["ms"] = (Dimension.Duration, 1_000_000),
        ["s"] = (Dimension.Duration, 1_000_000_000), ["min"] = (Dimension.Duration, 60_000_000_000),
        ["h"] = (Dimension.Duration, 3_600_000_000_000), ["d"] = (Dimension.Duration, 86_400_000_000_000),
        ["By"] = (Dimension.Size, 1), ["kBy"] = (Dimension.Size, 1_000), ["MBy"] = (Dimension.Size, 1_000_000),
        ["GBy"] = (Dimension.Size, 1_000_000_000), ["KiBy"] = (Dimension.Size, 1L << 10), ["MiBy"] = (Dimension.Size, 1L << 20),
        ["GiBy"] = (Dimension.Size, 1L << 30),
    }.ToFrozenDictionary();
}
