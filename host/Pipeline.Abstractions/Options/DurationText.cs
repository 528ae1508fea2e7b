using System.Globalization;
using System.Text;

namespace Pipeline;

/// <summary>Durations as configurations spell them: numbers with units, largest unit first: <c>1h30m</c>, <c>1.5s</c>, <c>100us</c>.</summary>
public static class DurationText
{
    private static readonly (string Unit, decimal Nanoseconds)[] Units =
    [
        ("d", 86_400e9m), ("h", 3_600e9m), ("m", 60e9m), ("s", 1e9m), ("ms", 1e6m), ("us", 1e3m), ("ns", 1m),
    ];

    /// <summary>Reads a duration; false when the text is none or does not fit 63 bits of nanoseconds.</summary>
    public static bool TryParse(string text, out long nanoseconds)
    {
        nanoseconds = 0;
        var total = 0m;
        var unitsLeft = 0;
        var rest = text.AsSpan();
        if (rest.IsEmpty)
            return false;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept("0123456789.");
            if (digits <= 0 || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return false;
            rest = rest[digits..];
            var letters = rest.IndexOfAny("0123456789.");
            var unit = (letters < 0 ? rest : rest[..letters]).ToString();
            rest = rest[unit.Length..];
            var index = Array.FindIndex(Units, u => u.Unit == unit);
            if (index < unitsLeft || number > long.MaxValue / Units[index].Nanoseconds)
                return false;
            unitsLeft = index + 1;
            total += number * Units[index].Nanoseconds;
        }

        if (total > long.MaxValue)
            return false;
        nanoseconds = (long)total;
        return true;
    }

    /// <summary>As above, in the 100 ns steps that <see cref="TimeSpan"/> has.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        var read = TryParse(text, out long nanoseconds);
        duration = TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
        return read;
    }

    /// <summary>The shortest spelling that reads back as the same duration.</summary>
    public static string Format(long nanoseconds)
    {
        var left = (decimal)nanoseconds;
        var text = new StringBuilder();
        foreach (var (unit, factor) in Units)
        {
            var whole = decimal.Floor(left / factor);
            if (whole == 0)
                continue;
            text.Append(whole.ToString(CultureInfo.InvariantCulture)).Append(unit);
            left -= whole * factor;
        }

        return text.Length == 0 ? "0s" : text.ToString();
    }

    /// <inheritdoc cref="Format(long)"/>
    public static string Format(TimeSpan duration) => Format(duration.Ticks * TimeSpan.NanosecondsPerTick);
}
