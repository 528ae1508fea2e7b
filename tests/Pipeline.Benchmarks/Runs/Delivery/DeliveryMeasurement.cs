using System.Globalization;
using Pipeline.Delivery.Tests.Rows;

namespace Pipeline.Benchmarks.Runs.Delivery;

/// <summary>
/// From a file of JSON lines, parsed, to each end: events for a second of the host's processor time, user's and system's, from its start to its end, and the most memory
/// it had. Beside it stands what Fluent Bit 5.1.1 did on a machine like ours, of whose figures twice as many are aimed at.
/// </summary>
internal sealed class DeliveryMeasurement : IMeasurement
{
    private const int Rounds = 3;

    // Fewer to see whether it works: PIPELINE_ROWS.
    private static readonly int Rows = int.Parse(Environment.GetEnvironmentVariable("PIPELINE_ROWS") ?? "2000000", CultureInfo.InvariantCulture);

    public string Name => "delivery";

    public async Task MeasureAsync(FigureTable figures)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Place.Scratch, "delivery"));
        try
        {
            var input = GeneratedLines.WriteFile(Path.Combine(folder.FullName, "input.jsonl"), Rows);
            for (var round = 0; round < Rounds; round++)
                foreach (var end in DeliveryEnd.All)
                    await MeasureAsync(figures, end, input, folder.FullName).ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(FigureTable figures, DeliveryEnd end, string input, string folder)
    {
        using var collector = end.NeedsCollector ? await Collector.StartAsync().ConfigureAwait(false) : null;
        var run = await DeliveryRun.ToAsync(end.Sinks(folder, collector?.Port ?? 0), input, folder).ConfigureAwait(false);
        foreach (var sink in run.Delivered)
            if (sink != Rows)
                throw new InvalidOperationException($"{sink} of {Rows} rows came to {end.Name}");
        var (goal, what) = ("", $"{Rows / 1e6:0.##} M JSON lines of {GeneratedLines.LineBytes} B to {end.Name}");
        if (end.FluentBit is { } theirs)
            goal = string.Create(CultureInfo.InvariantCulture, $">= {2 * theirs} (Fluent Bit: {theirs})");
        figures.Of(what, "k events/CPU-s", goal).Add(Rows / run.ProcessorSeconds / 1e3);
        figures.Of(what, "k events/s").Add(Rows / run.Seconds / 1e3);
        figures.Of(what, "MiB at most").Add(run.MostMebibytes);
    }
}
