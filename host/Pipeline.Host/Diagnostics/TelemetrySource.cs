using Pipeline.Host.Ledger;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Diagnostics;

/// <summary>The built-in source <c>pipeline</c>: the host's own figures as tables, so that any sink delivers them.</summary>
internal sealed class TelemetrySource(HostFigures figures, TimeSpan interval, HostEnvironment environment) : ISource
{
    public const string Name = "pipeline";

    public IReadOnlyList<TableSchema> Tables => TelemetryTables.All;

    public static ComponentPlan Plan(HostFigures figures, TimeSpan interval, HostEnvironment environment)
    {
        TelemetrySource Build() => new(figures, interval, environment);
        return new ComponentPlan(Name, ComponentKind.Source, TelemetryTables.All, []) { Build = Build, First = Build() };
    }

    public async Task RunAsync(ISourceEmitter emitter, CancellationToken stop)
    {
        using var components = new TelemetryTable(TelemetryTables.Components, emitter);
        using var edges = new TelemetryTable(TelemetryTables.Edges, emitter);
        using var losses = new TelemetryTable(TelemetryTables.Losses, emitter);
        using var programs = new TelemetryTable(TelemetryTables.Programs, emitter);
        using var host = new TelemetryTable(TelemetryTables.Host, emitter);
        TelemetryTable[] tables = [components, edges, losses, programs, host];
        using var timer = new PeriodicTimer(interval, environment.Time);
        do
        {
            var now = (environment.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
            foreach (var component in figures.Components)
                Read(component, now, components, edges, losses, programs);
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            host.Add(
                now,
                [],
                [
                    figures.Arena?.InUse ?? 0, figures.Arena?.Limit ?? 0, GC.GetTotalMemory(false), process.WorkingSet64,
                    process.TotalProcessorTime.Ticks * TimeSpan.NanosecondsPerTick, GC.GetTotalAllocatedBytes(),
                ]);
            foreach (var table in tables)
                table.Emit();
            await emitter.FlushAsync().ConfigureAwait(false);
        }
        while (await NextAsync(timer, stop).ConfigureAwait(false));
    }

    private static async ValueTask<bool> NextAsync(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private static void Read(ComponentState component, long now, TelemetryTable components, TelemetryTable edges, TelemetryTable losses, TelemetryTable programs)
    {
        var (entry, edgeEntries) = component.Snapshot();
        components.Add(
            now,
            [entry.Name, entry.Kind.ToString().ToLowerInvariant()],
            [
                entry.In, entry.Created, entry.Out, entry.Filtered, entry.Consumed, entry.InFlight, entry.Restarts,
                component.Ledger.Cost.Cpu, component.Ledger.Cost.Allocated,
            ]);
        AddLosses(entry.Name, "dropped", entry.Dropped);
        if (entry.Kernel is { } kernel)
        {
            AddLosses(entry.Name, "discarded", kernel.Discarded);
            AddLosses(entry.Name, "lost", kernel.Lost);
        }

        foreach (var (edge, live) in edgeEntries.Zip(component.Edges))
        {
            var (batches, bytes) = live.Depth();
            edges.Add(now, [edge.From, edge.To], [edge.In, edge.Out, edge.InFlight, batches, bytes]);
            AddLosses($"{edge.From} -> {edge.To}", "dropped", edge.Dropped);
        }

        foreach (var program in component.ReadPrograms())
            programs.Add(
                now,
                [entry.Name, program.Program, program.Hook, program.Mechanism, Configuration.SnakeCase.From(program.State.ToString())],
                [(long)program.RunTime, (long)program.RunCount]);

        void AddLosses(string place, string fate, IEnumerable<KeyValuePair<string, long>> counts)
        {
            foreach (var (reason, rows) in counts)
                losses.Add(now, [place, fate, reason], [rows]);
        }
    }
}
