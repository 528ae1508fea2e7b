using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Bpf.Reading;
using Pipeline.Sources.Processes;
using Pipeline.Sources.Processes.Cgroups;

namespace Pipeline.Benchmarks.Runs;

/// <summary>One pass over 1,000 cgroups more than the machine has, in each hierarchy that is mounted: all tables, and those of CPU alone; beside a look of systemd-cgtop.</summary>
internal sealed class CgroupMeasurement : IMeasurement
{
    private const int Rounds = 9;
    private const int WarmUp = 5;
    private const int Parents = 10;
    private const int Children = 99;

    private static readonly string[] Controllers = ["cpu", "cpuacct", "memory", "blkio", "pids"];

    public string Name => "cgroups";

    public async Task MeasureAsync(FigureTable figures)
    {
        string[] places =
        [
            .. File.ReadLines("/proc/mounts").Select(line => line.Split(' '))
                .Where(words => words[2] == "cgroup2" || (words[2] == "cgroup" && words[3].Split(',').Intersect(Controllers).Any()))
                .Select(words => words[1]),
        ];
        string[] made = [.. places.Select(place => $"{place}/bench-{Environment.ProcessId}")];
        try
        {
            foreach (var folder in made)
                for (var i = 0; i < Parents * Children; i++)
                    Directory.CreateDirectory($"{folder}-{i % Parents}.slice/unit-{i}.service");
            Measure(figures, $"1,000 cgroups in {places.Length} hierarchies, all tables", []);
            Measure(figures, $"1,000 cgroups in {places.Length} hierarchies, cgroup_cpu", ["cgroup_cpu"]);
            for (var round = 0; round < Rounds; round++)
            {
                var start = Stopwatch.GetTimestamp();
                await Command.OutputOfAsync("systemd-cgtop", "--batch", "--raw", "--iterations=1", "--depth=9").ConfigureAwait(false);
                figures.Of("systemd-cgtop: one look at 1,000 cgroups", "ms").Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }
        finally
        {
            foreach (var folder in made)
                for (var parent = 0; parent < Parents; parent++)
                    Remove($"{folder}-{parent}.slice");
        }
    }

    private static void Measure(FigureTable figures, string what, IReadOnlyList<string> tables)
    {
        var environment = new HostEnvironment("here", Place.Installation, TimeProvider.System);
        using var reading = new CgroupReading(new ReadingContext(new ProcessesOptions { Tables = tables }, environment, NullLogger.Instance));
        var emitter = new ReleasingEmitter();
        var output = new SourceOutput(emitter);
        for (var round = -WarmUp; round < Rounds; round++)
        {
            var (start, allocated, rows) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread(), emitter.Rows);
            reading.Read(output, ReadingTime.Now());
            output.Flush();
            var (time, memory) = (Stopwatch.GetElapsedTime(start), GC.GetAllocatedBytesForCurrentThread() - allocated);
            if (round < 0)
                continue;
            figures.Of($"one pass over {what}", "ms").Add(time.TotalMilliseconds);
            figures.Of($"one pass over {what}: rows", "1").Add(emitter.Rows - rows);
            figures.Of($"one pass over {what}: allocated", "kB").Add(memory / 1e3);
        }
    }

    private static void Remove(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var child in Directory.GetDirectories(folder))
            Directory.Delete(child);
        Directory.Delete(folder);
    }
}
