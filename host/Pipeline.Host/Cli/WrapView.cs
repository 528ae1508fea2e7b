using System.Diagnostics;
using System.Globalization;
using Pipeline.Host.Ledger;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Cli;

/// <summary>What <c>wrap</c> says beside the rows: a banner, a word when nothing comes, and a closing summary.</summary>
internal sealed class WrapView(WrapConfiguration configuration, TextWriter output)
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private readonly long _started = Stopwatch.GetTimestamp();
    private bool _onlyFigures;
    private HashSet<string> _figureFilters = [];

    public async Task WatchAsync(RunningPipeline pipeline, CancellationToken stop)
    {
        var shown = pipeline.Components.Where(c => c.Plan.Kind == ComponentKind.Sink).SelectMany(c => c.Plan.InputSchemas).ToArray();
        _onlyFigures = shown.Length > 0 && shown.All(table => table.Kind == TableKind.Metric);
        // What such a one leaves out are series, the same ones at each reading, and no events.
        _figureFilters = [.. pipeline.Components.Where(c => c.Plan.Inputs.Count > 0 && c.Plan.InputSchemas.All(table => table.Kind == TableKind.Metric)).Select(c => c.Plan.Name)];
        if (!Console.IsErrorRedirected)
            output.WriteLine($"{configuration.Target.Name}: press Ctrl-C to end");
        var late = configuration.ShowsFiguresEarly ? [] : shown.Where(AreSums).Select(table => table.Name).Distinct().ToArray();
        if (late.Length > 0)
            output.WriteLine($"{string.Join(", ", late)}: the figures come at the end; --every 1s shows them while they grow");
        await Task.Delay(Silence, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stop.IsCancellationRequested && WrapSilence.Explain(pipeline.Snapshot(), pipeline.Components, _onlyFigures) is { } reason)
            output.WriteLine(reason);
    }

    public void Summarise(LedgerSnapshot ledger)
    {
        var filtered = ledger.Components.Where(c => !_figureFilters.Contains(c.Name)).Sum(c => c.Filtered) + ledger.Components.Sum(c => c.Kernel?.Discarded.Values.Sum() ?? 0);
        var lost = Losses(ledger).ToArray();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Shown(ledger)} in {Stopwatch.GetElapsedTime(_started).TotalSeconds:F1}s{(filtered > 0 ? $", {filtered:N0} filtered" : "")}{(lost.Length == 0 ? ", none lost" : $", lost: {string.Join(", ", lost)}")}"));
        if (!ledger.Balanced)
            LedgerText.Write(ledger, output);
    }

    /// <summary>Rows where there were rows to see; of figures, what went into them, or where they were read as they are, how many.</summary>
    private string Shown(LedgerSnapshot ledger)
    {
        var rows = ledger.Components.Where(c => c.Kind == ComponentKind.Sink).Sum(c => c.Out);
        var events = ledger.Components.Sum(c => (c.Kernel?.Aggregated ?? 0) + (c.Kind == ComponentKind.Transform ? c.Consumed : 0));
        return !_onlyFigures ? string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows")
            : events > 0 || rows == 0 ? string.Create(CultureInfo.InvariantCulture, $"{events:N0} events")
            : string.Create(CultureInfo.InvariantCulture, $"{rows:N0} figures");
    }

    private static bool AreSums(TableSchema table) =>
        table.Kind == TableKind.Metric
        && !table.Columns.Any(c => c is { Instrument: Instrument.Counter or Instrument.Histogram, Temporality: Temporality.Delta });

    private static IEnumerable<string> Losses(LedgerSnapshot ledger) =>
        from entry in ledger.Components.SelectMany(c => (c.Kernel is { } kernel ? c.Dropped.Concat(kernel.Lost) : c.Dropped).Select(d => (Place: c.Name, d.Key, d.Value)))
            .Concat(ledger.Edges.SelectMany(e => e.Dropped.Select(d => (Place: $"{e.From} -> {e.To}", d.Key, d.Value))))
        where entry.Value > 0
        select string.Create(CultureInfo.InvariantCulture, $"{entry.Value:N0} at {entry.Place} ({entry.Key})");
}
