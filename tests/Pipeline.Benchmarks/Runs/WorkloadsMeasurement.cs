using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Workloads;

namespace Pipeline.Benchmarks.Runs;

/// <summary>What it costs to know whose a process is: lookups on one thread, and what a process's beginning and end cost the machine with and without the programs.</summary>
internal sealed class WorkloadsMeasurement : IMeasurement
{
    private const int Rounds = 5;
    private const int Lookups = 5_000_000;
    private const int Forks = 2_000;

    public string Name => "workloads";

    public async Task MeasureAsync(FigureTable figures)
    {
        var environment = new HostEnvironment("here", Place.Installation, TimeProvider.System);
        for (var round = 0; round < Rounds; round++)
        {
            figures.Of("a process begun and ended, without the programs", "us").Add(await ForkAsync().ConfigureAwait(false));
            using var catalog = ProcessCatalog.Start(environment, NullLogger.Instance);
            figures.Of("a process begun and ended, with the programs", "us").Add(await ForkAsync().ConfigureAwait(false));
            var begun = Stopwatch.GetTimestamp();
            catalog.Update();
            figures.Of($"taking in {Forks:N0} processes begun and ended", "ms").Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            figures.Of("lookups of processes and their cgroups by pid and start", "M/s").Add(Look(catalog));
        }
    }

    private static double Look(ProcessCatalog catalog)
    {
        var known = Directory.GetDirectories("/proc")
            .Select(d => uint.TryParse(Path.GetFileName(d), out var pid) ? catalog.Find(pid, 0, long.MaxValue / 2) : null)
            .OfType<ProcessInfo>()
            .ToArray();
        var (found, begun) = (0, Stopwatch.GetTimestamp());
        for (var i = 0; i < Lookups; i++)
        {
            var process = known[i % known.Length];
            found += catalog.Find(process.Pid, process.StartTicks, long.MaxValue / 2)?.CgroupAt(long.MaxValue / 2) is null ? 0 : 1;
        }

        return found > 0 ? Lookups / Stopwatch.GetElapsedTime(begun).TotalMicroseconds : throw new InvalidOperationException("no process was found in a cgroup");
    }

    private static async Task<double> ForkAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        await Command.OutputOfAsync("sh", "-c", $"i=0; while [ $i -lt {Forks} ]; do (:); i=$((i+1)); done").ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(begun).TotalMicroseconds / Forks;
    }
}
