using System.Text;

namespace Pipeline.Sinks.Stdout.Table;

/// <summary>The unit that a histogram's bounds are shown in: the largest in which they are whole numbers, or else the one that keeps them short.</summary>
/// <param name="Name">As its heading says it.</param>
/// <param name="Size">What a stored value is divided by.</param>
internal sealed record HistogramUnit(byte[] Name, double Size)
{
    // Smallest first. Durations are named as BCC's tools name them.
    private static readonly (string Stored, (string Name, double Size)[] Units)[] Dimensions =
    [
        ("ns", [("nsecs", 1), ("usecs", 1e3), ("msecs", 1e6), ("secs", 1e9)]),
        ("us", [("usecs", 1), ("msecs", 1e3), ("secs", 1e6)]),
        ("ms", [("msecs", 1), ("secs", 1e3)]),
        ("s", [("nsecs", 1e-9), ("usecs", 1e-6), ("msecs", 1e-3), ("secs", 1)]),
        ("By", [("bytes", 1), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30)]),
    ];

    /// <summary>The units of a column, of which <see cref="Choose"/> takes one.</summary>
    public static HistogramUnit[] Of(ColumnSchema column)
    {
        var known = Array.Find(Dimensions, dimension => dimension.Stored == column.Unit);
        return known.Units is { } units
            ? [.. units.Select(unit => new HistogramUnit(Encoding.UTF8.GetBytes(unit.Name), unit.Size))]
            : [new HistogramUnit(Encoding.UTF8.GetBytes(string.IsNullOrEmpty(column.Heading) ? column.Name : column.Heading), 1)];
    }

    /// <summary>The unit for buckets <paramref name="first"/> to <paramref name="last"/>.</summary>
    public static HistogramUnit Choose(HistogramUnit[] units, in HistogramBuckets buckets, int first, int last)
    {
        for (var i = units.Length - 1; i > 0; i--)
            if (AreWhole(units[i], buckets, first, last))
                return units[i];
        if (AreWhole(units[0], buckets, first, last))
            return units[0];
        // The least bound that is not zero decides.
        var least = buckets.LowerBound(first) > 0 ? buckets.LowerBound(first) : buckets.LowerBound(first + 1);
        return Array.FindLast(units, unit => least >= unit.Size) ?? units[0];
    }

    private static bool AreWhole(HistogramUnit unit, in HistogramBuckets buckets, int first, int last)
    {
        for (var i = first; i <= last + 1; i++)
        {
            var bound = buckets.LowerBound(i) / unit.Size;
            if (double.IsFinite(bound) && bound != Math.Floor(bound))
                return false;
        }

        return true;
    }
}
