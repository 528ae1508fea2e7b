using System.Globalization;

namespace Pipeline.Benchmarks.Runs;

/// <summary>Time in each installed kernel program per run of it, as the kernel counts it, while a workload gives each of them something to see.</summary>
internal sealed class KernelCostMeasurement : IMeasurement
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    public string Name => "kernel_cost";

    public async Task MeasureAsync(FigureTable figures)
    {
        var objects = Directory.GetFiles(Path.Combine(Place.Installation, "bpf"), "*.bpf.o").Select(f => Path.GetFileName(f).Split('.')[0]).Order(StringComparer.Ordinal).ToArray();
        // One at a time: each program pays for its own cache misses, as it does where it runs alone.
        foreach (var name in objects)
            await MeasureAsync(figures, name).ConfigureAwait(false);
    }

    private static async Task MeasureAsync(FigureTable figures, string name)
    {
        using var host = new HostRun($"""
            [pipeline]
            telemetry_interval = "500ms"
            [sources.{name}]
            type = "bpf"
            object = "{name}"
            [sinks.end]
            type = "null"
            inputs = ["{name}"]
            [sinks.figures]
            type = "stdout"
            format = "json"
            inputs = ["pipeline.pipeline_programs"]
            """);
        var samples = new HostSamples(host.Command);
        await host.Command.AttachedAsync().ConfigureAwait(false);
        await EverydayWork.DoAsync().ConfigureAwait(false);
        await Task.Delay(Settling).ConfigureAwait(false);
        await host.StopAsync().ConfigureAwait(false);
        var programs = await samples.OfAsync("pipeline_programs").ConfigureAwait(false);
        foreach (var program in programs.GroupBy(p => p.GetProperty("program").GetString()!))
        {
            var (time, count) = (program.Last().GetProperty("run_time_ns").GetInt64(), program.Last().GetProperty("run_count").GetInt64());
            if (count > 0)
                figures.Of(string.Create(CultureInfo.InvariantCulture, $"in the kernel, {name}: `{program.Key}`, {count} runs"), "ns a run").Add(time / (double)count);
        }
    }
}
