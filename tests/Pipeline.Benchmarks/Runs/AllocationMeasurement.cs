using System.Text.Json;

namespace Pipeline.Benchmarks.Runs;

/// <summary>
/// Managed bytes that the whole host process allocates per delivered row, over at least 10^7 rows, compiler and telemetry included: from the host's own counters.
/// </summary>
internal sealed class AllocationMeasurement : IMeasurement
{
    private const int RowsASecond = 1_000_000;
    private const long LeastRows = 10_000_000;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(15);

    public string Name => "allocation";

    public async Task MeasureAsync(FigureTable figures)
    {
        await MeasureAsync(figures, "null", """
            [sinks.end]
            type = "null"
            inputs = ["flood"]
            [sinks.figures]
            type = "stdout"
            format = "json"
            inputs = ["pipeline.pipeline_host", "pipeline.pipeline_components"]
            """).ConfigureAwait(false);
        await MeasureAsync(figures, "JSON", """
            [sinks.end]
            type = "stdout"
            format = "json"
            inputs = ["flood", "pipeline.pipeline_host", "pipeline.pipeline_components"]
            """).ConfigureAwait(false);
    }

    private static async Task MeasureAsync(FigureTable figures, string end, string sinks)
    {
        using var host = new HostRun($"[pipeline]\ntelemetry_interval = \"500ms\"\n{HostRun.FloodSource}{sinks}");
        var samples = new HostSamples(host.Command);
        await host.Command.AttachedAsync().ConfigureAwait(false);
        await Flood.PaceAsync(RowsASecond, Time).ConfigureAwait(false);
        await host.StopAsync().ConfigureAwait(false);

        var allocated = await samples.OfAsync("pipeline_host").ConfigureAwait(false);
        var delivered = (await samples.OfAsync("pipeline_components").ConfigureAwait(false)).Where(r => r.GetProperty("component").GetString() == "end").ToArray();
        // From the first figures with rows in them to the last.
        var first = delivered.First(r => Number(r, "rows_out") > 0);
        var last = delivered[^1];
        var rows = Number(last, "rows_out") - Number(first, "rows_out");
        if (rows < LeastRows)
            throw new InvalidOperationException($"only {rows} rows came to the {end} end between the first and the last figures");
        figures.Of($"allocated per row, whole host at {RowsASecond / 1e6} M rows/s to {end}", "bytes", "< 1").Add((AllocatedAt(last) - AllocatedAt(first)) / (double)rows);
        figures.Of($"rows behind that figure ({end})", "M").Add(rows / 1e6);

        long AllocatedAt(JsonElement row) =>
            Number(allocated.First(a => a.GetProperty("time").GetString() == row.GetProperty("time").GetString()), "allocated_bytes");
    }

    private static long Number(JsonElement row, string column) => row.GetProperty(column).GetInt64();
}
