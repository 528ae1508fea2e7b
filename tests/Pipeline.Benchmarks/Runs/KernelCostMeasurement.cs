using System.Globalization;

namespace Pipeline.Benchmarks.Runs;

/// <summary>Time in each kernel program per run of it, as the kernel counts it, while programs start and a file is written past the cache.</summary>
internal sealed class KernelCostMeasurement : IMeasurement
{
    private const int Executions = 1000;
    private const string Writes = "2000";

    public string Name => "kernel_cost";

    public async Task MeasureAsync(FigureTable figures)
    {
        using var host = new HostRun("""
            [pipeline]
            telemetry_interval = "500ms"
            [sources.execsnoop]
            type = "bpf"
            object = "execsnoop"
            [sources.biosnoop]
            type = "bpf"
            object = "biosnoop"
            [sinks.end]
            type = "null"
            inputs = ["execsnoop", "biosnoop"]
            [sinks.figures]
            type = "stdout"
            format = "json"
            inputs = ["pipeline.pipeline_programs"]
            """);
        var samples = new HostSamples(host.Command);
        await host.Command.AttachedAsync().ConfigureAwait(false);
        // The second source attaches meanwhile.
        await Task.Delay(1000).ConfigureAwait(false);
        await WorkAsync().ConfigureAwait(false);
        await Task.Delay(1000).ConfigureAwait(false);
        await host.StopAsync().ConfigureAwait(false);
        var programs = await samples.OfAsync("pipeline_programs").ConfigureAwait(false);
        foreach (var program in programs.GroupBy(p => (p.GetProperty("component").GetString(), p.GetProperty("program").GetString())))
        {
            var (time, count) = (program.Last().GetProperty("run_time_ns").GetInt64(), program.Last().GetProperty("run_count").GetInt64());
            if (count > 0)
                figures.Of(string.Create(CultureInfo.InvariantCulture, $"in the kernel, `{program.Key.Item2}`, {count} runs"), "ns a run").Add(time / (double)count);
        }
    }

    private static async Task WorkAsync()
    {
        var file = Path.Combine(Place.Scratch, $"benchmark-{Guid.NewGuid():N}");
        try
        {
            await Command.OutputOfAsync("dd", "if=/dev/zero", $"of={file}", "bs=4k", $"count={Writes}", "oflag=direct", "status=none").ConfigureAwait(false);
        }
        finally
        {
            File.Delete(file);
        }

        await Command.OutputOfAsync("/bin/sh", "-c", $"i=0; while [ $i -lt {Executions} ]; do /bin/true; i=$((i+1)); done").ConfigureAwait(false);
    }
}
