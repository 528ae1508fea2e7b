using System.Diagnostics;

namespace Pipeline.Benchmarks.Runs;

/// <summary>What the quickstart costs on a machine on which little happens: memory, and CPU over twenty seconds.</summary>
internal sealed class IdleMeasurement : IMeasurement
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(20);

    public string Name => "idle";

    public async Task MeasureAsync(FigureTable figures)
    {
        var quickstart = Path.Combine(Place.Installation, "pipelines", "quickstart.toml");
        // Nobody must have to read the rows here: that would be something happening.
        using var host = Command.Start("/bin/sh", "-c", "exec \"$0\" run \"$1\" >/dev/null", Place.Host, quickstart);
        await host.AttachedAsync().ConfigureAwait(false);
        await Task.Delay(Settling).ConfigureAwait(false);
        using var process = Process.GetProcessById(host.Id);
        var (start, before) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        await Task.Delay(Time).ConfigureAwait(false);
        process.Refresh();
        var share = (process.TotalProcessorTime - before) / Stopwatch.GetElapsedTime(start);
        figures.Of("idle, quickstart: CPU of a core", "%", "<= 0.5").Add(100 * share);
        figures.Of("idle, quickstart: VmRSS", "MiB", "<= 80").Add(Memory.MebibytesOf(host.Id, "VmRSS"));
        figures.Of("idle, quickstart: RssAnon", "MiB").Add(Memory.MebibytesOf(host.Id, "RssAnon"));
        figures.Of("idle, quickstart: RssShmem", "MiB").Add(Memory.MebibytesOf(host.Id, "RssShmem"));
        await host.StopAsync().ConfigureAwait(false);
    }
}
