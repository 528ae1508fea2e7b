using System.Globalization;

namespace Pipeline.Benchmarks.Runs;

/// <summary>The filter `latency_ns &gt; 1ms &amp;&amp; comm == "nginx"` on one thread, in a plain and in a collectible plugin context, each in processes of its own.</summary>
internal sealed class FilterMeasurement : IMeasurement
{
    private const int Rounds = 5;

    public string Name => "filter";

    public async Task MeasureAsync(FigureTable figures)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var plain = await ProbeAsync(figures, PluginContextProbe.Plain).ConfigureAwait(false);
            var hotSwap = await ProbeAsync(figures, PluginContextProbe.HotSwap).ConfigureAwait(false);
            figures.Of("filter, hot_swap / plain context, rows/s", "x").Add(hotSwap / plain);
        }
    }

    private static async Task<double> ProbeAsync(FigureTable figures, string kind)
    {
        var output = await Command.OutputOfAsync(Environment.ProcessPath!, "context", kind).ConfigureAwait(false);
        double[] numbers = [.. output.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
        figures.Of($"filter, {kind} context", "M rows/s").Add(numbers[1] / 1e6);
        figures.Of($"filter, {kind} context: load, compile, first batch", "ms").Add(numbers[0]);
        return numbers[1];
    }
}
