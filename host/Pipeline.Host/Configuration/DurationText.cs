using System.Globalization;
using System.Text;

namespace Pipeline.Host.Configuration;

/// <summary>Durations as TOML spells them: numbers with units, largest unit first: <c>1h30m</c>, <c>1.5s</c>, <c>100us</c>.</summary>
internal static class DurationText
{
    private static readonly (string Unit, decimal Nanoseconds)[] Units =
    [
        ("d", 86_400e9m), ("h", 3_600e9m), ("m", 60e9m), ("s", 1e9m), ("ms", 1e6m), ("us", 1e3m), ("ns", 1m),
    ];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
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
            if (index < unitsLeft || number > 1e9m)
                return false;
            unitsLeft = index + 1;
            total += number * Units[index].Nanoseconds;
        }

        if (total > (decimal)TimeSpan.MaxValue.Ticks * TimeSpan.NanosecondsPerTick)
            return false;
        duration = TimeSpan.FromTicks((long)(total / TimeSpan.NanosecondsPerTick));
        return true;
    }

    public static string Format(TimeSpan duration)
    {
        var left = (decimal)duration.Ticks * TimeSpan.NanosecondsPerTick;
        var text = new StringBuilder();
        foreach (var (unit, nanoseconds) in Units)
        {
            var whole = decimal.Floor(left / nanoseconds);
            if (whole == 0)
                continue;
            text.Append(whole.ToString(CultureInfo.InvariantCulture)).Append(unit);
            left -= whole * nanoseconds;
        }

        return text.Length == 0 ? "0s" : text.ToString();
    }
}
