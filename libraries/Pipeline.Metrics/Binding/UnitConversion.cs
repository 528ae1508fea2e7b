using System.Collections.Frozen;

namespace Pipeline.Metrics.Binding;

/// <summary>From a column's unit to the base unit that Prometheus names metrics by. Factors are kept apart so that 1500 ns are 1.5e-06 s to the last digit.</summary>
/// <param name="Name">The base unit as metric names spell it; null where there is none.</param>
/// <param name="Multiply">The first factor.</param>
/// <param name="Divide">What the product is divided by.</param>
/// <param name="Suffixes">How column names spell the unit they are in.</param>
internal sealed record UnitConversion(string? Name, double Multiply, double Divide, params string[] Suffixes)
{
    private static readonly UnitConversion None = new(null, 1, 1);

    private static readonly FrozenDictionary<string, UnitConversion> ByUcum = new Dictionary<string, UnitConversion>(StringComparer.Ordinal)
    {
        ["ns"] = new("seconds", 1, 1e9, "_ns", "_nanoseconds"),
        ["us"] = new("seconds", 1, 1e6, "_us", "_microseconds"),
        ["ms"] = new("seconds", 1, 1e3, "_ms", "_milliseconds"),
        ["s"] = new("seconds", 1, 1, "_s"),
        ["min"] = new("seconds", 60, 1, "_min", "_minutes"),
        ["h"] = new("seconds", 3_600, 1, "_h", "_hours"),
        ["d"] = new("seconds", 86_400, 1, "_d", "_days"),
        ["By"] = new("bytes", 1, 1),
        ["kBy"] = new("bytes", 1e3, 1, "_kb", "_kilobytes"),
        ["MBy"] = new("bytes", 1e6, 1, "_mb", "_megabytes"),
        ["GBy"] = new("bytes", 1e9, 1, "_gb", "_gigabytes"),
        ["KiBy"] = new("bytes", 1L << 10, 1, "_kib", "_kibibytes"),
        ["MiBy"] = new("bytes", 1L << 20, 1, "_mib", "_mebibytes"),
        ["GiBy"] = new("bytes", 1L << 30, 1, "_gib", "_gibibytes"),
        ["%"] = new("ratio", 1, 100, "_percent", "_pct"),
        ["Hz"] = new("hertz", 1, 1, "_hz"),
        ["kHz"] = new("hertz", 1e3, 1, "_khz"),
        ["MHz"] = new("hertz", 1e6, 1, "_mhz"),
        ["Cel"] = new("celsius", 1, 1, "_cel"),
        ["V"] = new("volts", 1, 1, "_v"),
        ["A"] = new("amperes", 1, 1, "_a"),
        ["W"] = new("watts", 1, 1, "_w"),
        ["J"] = new("joules", 1, 1, "_j"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Unix time in a column of times.</summary>
    public static UnitConversion Time => ByUcum["ns"];

    /// <summary>Of a UCUM unit; of one that is not known, or none, the identity.</summary>
    public static UnitConversion Of(string? ucum) => ucum is null ? None : ByUcum.GetValueOrDefault(ucum, None);

    /// <summary>A value in the base unit.</summary>
    public double Convert(double value) => value * Multiply / Divide;
}
