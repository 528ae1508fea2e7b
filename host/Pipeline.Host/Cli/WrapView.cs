using System.Diagnostics;
using System.Globalization;
using Pipeline.Host.Ledger;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Cli;

/// <summary>What <c>wrap</c> says beside the rows: a banner, a word when nothing comes, and a closing summary.</summary>
internal sealed class WrapView(WrapTarget target, TextWriter output)
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private readonly long _started = Stopwatch.GetTimestamp();

    public async Task WatchAsync(RunningPipeline pipeline, CancellationToken stop)
    {
        if (!Console.IsErrorRedirected)
            output.WriteLine($"{target.Name}: press Ctrl-C to end");
        await Task.Delay(Silence, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stop.IsCancellationRequested && Explain(pipeline.Snapshot(), pipeline.Components) is { } reason)
            output.WriteLine(reason);
    }

    public void Summarise(LedgerSnapshot ledger)
    {
        var shown = ledger.Components.Where(c => c.Kind == ComponentKind.Sink).Sum(c => c.Out);
        var filtered = ledger.Components.Sum(c => c.Filtered) + ledger.Components.Sum(c => c.Kernel?.Discarded.Values.Sum() ?? 0);
        var lost = Losses(ledger).ToArray();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{shown:N0} rows in {Stopwatch.GetElapsedTime(_started).TotalSeconds:F1}s{(filtered > 0 ? $", {filtered:N0} filtered" : "")}{(lost.Length == 0 ? ", none lost" : $", lost: {string.Join(", ", lost)}")}"));
        if (!ledger.Balanced)
            LedgerText.Write(ledger, output);
    }

    private static IEnumerable<string> Losses(LedgerSnapshot ledger) =>
        from entry in ledger.Components.SelectMany(c => (c.Kernel is { } kernel ? c.Dropped.Concat(kernel.Lost) : c.Dropped).Select(d => (Place: c.Name, d.Key, d.Value)))
            .Concat(ledger.Edges.SelectMany(e => e.Dropped.Select(d => (Place: $"{e.From} -> {e.To}", d.Key, d.Value))))
        where entry.Value > 0
        select string.Create(CultureInfo.InvariantCulture, $"{entry.Value:N0} at {entry.Place} ({entry.Key})");

    private static string? Explain(LedgerSnapshot ledger, IEnumerable<ComponentState> components)
    {
        if (ledger.Components.Any(c => c.Kind == ComponentKind.Sink && c.In > 0))
            return null;
        var filtered = ledger.Components.Sum(c => c.Filtered);
        if (filtered > 0)
            return string.Create(CultureInfo.InvariantCulture, $"no row so far: {filtered:N0} did not meet the condition");
        var discarded = ledger.Components.Sum(c => c.Kernel?.Discarded.Values.Sum() ?? 0);
        if (discarded > 0)
            return string.Create(CultureInfo.InvariantCulture, $"no row so far: {discarded:N0} were left out in the kernel by the program's options, or as the host's own (--include-self)");
        var attached = components.SelectMany(c => c.ReadPrograms()).Where(p => p.State == ProgramState.Attached).ToArray();
        return attached.Length == 0
            ? "no row so far: nothing is attached yet (see 'pipeline doctor')"
            : $"no row so far: {string.Join(", ", attached.Select(p => p.Hook).Distinct())} {(attached.Length == 1 ? "is" : "are")} attached, and the kernel has reported nothing there";
    }
}
