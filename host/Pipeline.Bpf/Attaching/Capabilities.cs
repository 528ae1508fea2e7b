using System.Globalization;

namespace Pipeline.Bpf.Attaching;

/// <summary>Which of the capabilities that BPF needs this process lacks.</summary>
internal static class Capabilities
{
    private const int Admin = 21;

    private static readonly (int Bit, string Name)[] Needed = [(39, "CAP_BPF"), (38, "CAP_PERFMON")];

    /// <summary>Their names; empty when nothing is missing or nothing can be told.</summary>
    internal static IReadOnlyList<string> Missing()
    {
        const string key = "CapEff:";
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal));
        if (line is null || !ulong.TryParse(line.AsSpan(key.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var effective))
            return [];
        return (effective >> Admin & 1) != 0 ? [] : [.. Needed.Where(c => (effective >> c.Bit & 1) == 0).Select(c => c.Name)];
    }
}
