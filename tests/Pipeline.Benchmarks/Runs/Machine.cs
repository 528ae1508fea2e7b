using System.Globalization;

namespace Pipeline.Benchmarks.Runs;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    internal static async Task<string> DescribeAsync()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown processor";
        var kernel = (await File.ReadAllTextAsync("/proc/sys/kernel/osrelease").ConfigureAwait(false)).Trim();
        var load = (await File.ReadAllTextAsync("/proc/loadavg").ConfigureAwait(false)).Split(' ')[0];
        var commit = (await Command.OutputOfAsync("git", "-C", Place.Repository, "describe", "--always", "--dirty", "--abbrev=12").ConfigureAwait(false)).Trim();
        var day = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return $"{model}, {Environment.ProcessorCount} cores; Linux {kernel}; .NET {Environment.Version}; commit {commit}; {day}; load at the start {load}.";
    }
}
