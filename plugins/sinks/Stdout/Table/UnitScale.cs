namespace Pipeline.Sinks.Stdout.Table;

/// <summary>How to get from a stored unit to the one in a heading.</summary>
/// <param name="Factor">What a stored value is multiplied by.</param>
/// <param name="Decimals">Digits worth showing behind the point.</param>
internal readonly record struct UnitScale(double Factor, int Decimals)
{
    // Of each dimension the units by size in their smallest. KB is how BCC spells KiB.
    private static readonly (string Unit, double Size, int Decimals)[][] Dimensions =
    [
        [("ns", 1, 0), ("us", 1e3, 1), ("ms", 1e6, 3), ("s", 1e9, 6)],
        [("By", 1, 0), ("B", 1, 0), ("KiB", 1 << 10, 1), ("KB", 1 << 10, 1), ("MiB", 1 << 20, 1), ("GiB", 1 << 30, 1), ("kB", 1e3, 1), ("MB", 1e6, 1), ("GB", 1e9, 1)],
        [("%", 1, 1), ("1", 100, 3)],
    ];

    /// <summary>The scale to a heading's unit; null when there is nothing to convert.</summary>
    /// <param name="heading"><c>LAT(ms)</c></param>
    /// <param name="unit">UCUM unit of the stored value.</param>
    public static UnitScale? Between(string heading, string? unit)
    {
        var open = heading.LastIndexOf('(');
        if (unit is null || open < 0 || !heading.EndsWith(')'))
            return null;
        var wanted = heading[(open + 1)..^1];
        foreach (var dimension in Dimensions)
        {
            var from = Array.Find(dimension, entry => entry.Unit == unit);
            var to = Array.Find(dimension, entry => entry.Unit == wanted);
            if (from.Unit is not null && to.Unit is not null)
                return from.Size.Equals(to.Size) ? null : new UnitScale(from.Size / to.Size, to.Decimals);
        }

        return null;
    }
}
