using System.Globalization;

namespace Pipeline;

/// <summary>A number of bytes, in TOML a string with a unit: <c>"256MiB"</c>, <c>"10kB"</c>, <c>"512B"</c>.</summary>
public readonly record struct ByteSize(long Bytes)
{
    private static readonly (string Unit, long Factor)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40), ("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("B", 1),
    ];

    /// <summary>Reads a size; false when the text is none or does not fit 63 bits.</summary>
    public static bool TryParse(string text, out ByteSize size)
    {
        size = default;
        foreach (var (unit, factor) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal))
                continue;
            var number = text.AsSpan(0, text.Length - unit.Length).TrimEnd();
            if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                || value > long.MaxValue / factor)
                return false;
            size = new ByteSize((long)(value * factor));
            return true;
        }

        return false;
    }

    /// <summary>The size with the largest binary unit that divides it.</summary>
    public override string ToString()
    {
        foreach (var (unit, factor) in Units[..4].Reverse())
            if (Bytes >= factor && Bytes % factor == 0)
                return $"{Bytes / factor}{unit}";
        return $"{Bytes}B";
    }
}
