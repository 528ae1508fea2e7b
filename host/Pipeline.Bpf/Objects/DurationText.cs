using System.Globalization;

namespace Pipeline.Bpf;

/// <summary>Durations as TOML strings spell them: <c>10ms</c>, <c>1.5s</c>.</summary>
internal static class DurationText
{
    private static readonly (string Unit, long Nanoseconds)[] Units =
    [
        ("ns", 1), ("us", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
    ];

    internal static bool TryParse(string text, out long nanoseconds)
    {
        nanoseconds = 0;
        foreach (var (unit, factor) in Units)
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && decimal.TryParse(text.AsSpan(0, text.Length - unit.Length).TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                && value <= long.MaxValue / factor)
            {
                nanoseconds = (long)(value * factor);
                return true;
            }

        return false;
    }
}
