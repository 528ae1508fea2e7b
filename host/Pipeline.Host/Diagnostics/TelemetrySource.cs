using Microsoft.Extensions.Logging;
using Pipeline.Bpf;
using Pipeline.Host.Ledger;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Diagnostics;

/// <summary>The built-in source <c>pipeline</c>: the host's own figures as tables, so that any sink delivers them.</summary>
internal sealed class TelemetrySource : ISource, ISampled, IDisposable
{
    public const string Name = "pipeline";

    private readonly HostFigures _figures;
    private readonly ILogger _log;
    private readonly HostEnvironment _environment;
    private readonly WakeableTimer _timer;
    private readonly SampleRequests _requests;

    public TelemetrySource(HostFigures figures, TimeSpan interval, HostEnvironment environment, ILogger log)
    {
        _log = log;
        _figures = figures;
        _environment = environment;
        _timer = new WakeableTimer(interval, environment.Time);
        _requests = new SampleRequests(_timer.Wake);
    }

    public IReadOnlyList<TableSchema> Tables => TelemetryTables.All;

    public static ComponentPlan Plan(HostFigures figures, TimeSpan interval, HostEnvironment environment, ILogger log)
    {
        TelemetrySource Build() => new(figures, interval, environment, log);
        return new ComponentPlan(Name, ComponentKind.Source, TelemetryTables.All, []) { Build = Build, First = Build() };
    }

    public ValueTask SampleAsync(CancellationToken cancel) => _requests.AskAsync(cancel);

    public async Task RunAsync(ISourceEmitter emitter, CancellationToken stop)
    {
        try
        {
            await ReadAsync(emitter, stop).ConfigureAwait(false);
        }
        finally
        {
            _requests.End();
        }
    }

    public void Dispose() => _timer.Dispose();

    private async Task ReadAsync(ISourceEmitter emitter, CancellationToken stop)
    {
        using var statistics = _figures.WantsProgramCosts ? EnableStatistics() : null;
        var sequence = new RowSequence();
        using var components = new TelemetryTable(TelemetryTables.Components, emitter, sequence);
        using var edges = new TelemetryTable(TelemetryTables.Edges, emitter, sequence);
        using var deliveries = new TelemetryTable(TelemetryTables.Delivery, emitter, sequence);
        using var counters = new TelemetryTable(TelemetryTables.Counters, emitter, sequence);
        using var gauges = new TelemetryTable(TelemetryTables.Gauges, emitter, sequence);
        using var losses = new TelemetryTable(TelemetryTables.Losses, emitter, sequence);
        using var kernel = new TelemetryTable(TelemetryTables.Kernel, emitter, sequence);
        using var programs = new TelemetryTable(TelemetryTables.Programs, emitter, sequence);
        using var probes = new ProbeStatusRows(emitter, sequence);
        using var errors = new ErrorRows(_figures.Errors, emitter, sequence);
        using var host = new TelemetryTable(TelemetryTables.Host, emitter, sequence);
        TelemetryTable[] tables = [components, edges, deliveries, counters, gauges, losses, kernel, programs, host];
        // It ends after all others, so that its last figures are the final ones; where there are no others, when it is told to.
        using var over = _figures.HasOtherSources ? new CancellationTokenSource() : CancellationTokenSource.CreateLinkedTokenSource(stop);
        var watching = _figures.HasOtherSources ? CancelAsync(over, _figures.OthersEnded) : Task.CompletedTask;
        do
            await ReadAllAsync().ConfigureAwait(false);
        while (await _timer.NextAsync(over.Token).ConfigureAwait(false));
        await watching.ConfigureAwait(false);
        await ReadAllAsync().ConfigureAwait(false);

        async ValueTask ReadAllAsync()
        {
            using var round = _requests.Begin();
            var now = (_environment.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
            var ringBytes = 0L;
            foreach (var component in _figures.Components)
            {
                ringBytes += Read(component, now, components, edges, losses, kernel, programs)?.RingBytes ?? 0;
                Read(component, now, deliveries);
                foreach (var figure in component.ReadFigures())
                    (figure.Instrument == Instrument.Counter ? counters : gauges).Add(now, [component.Plan.Name, figure.Name, figure.Of], [figure.Value]);
            }

            host.Add(
                now,
                [],
                [
                    _figures.Arena?.InUse ?? 0, _figures.Arena?.Limit ?? 0, ringBytes, GC.GetTotalMemory(false), Environment.WorkingSet,
                    Environment.CpuUsage.TotalTime.Ticks * TimeSpan.NanosecondsPerTick, GC.GetTotalAllocatedBytes(),
                ]);
            foreach (var table in tables)
                table.Emit();
            probes.Read(_figures.Components, now);
            errors.Read();
            await emitter.FlushAsync().ConfigureAwait(false);
        }
    }

    private KernelStatistics? EnableStatistics()
    {
        try
        {
            return KernelStatistics.Enable();
        }
        catch (BpfException e)
        {
            // Without them only the run times of the programs are missing.
            _log.LogInformation("{Problem}", e.Message);
            return null;
        }
    }

    private static async Task CancelAsync(CancellationTokenSource over, Task ended)
    {
        await ended.ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
    }

    private static void Read(ComponentState component, long now, TelemetryTable deliveries)
    {
        if (component.ReadDelivery() is { } figures)
            deliveries.Add(
                now,
                [component.Plan.Name],
                [figures.Writes, component.Ledger.Retried, figures.Requests, figures.UnderWay, figures.Limit, (long)figures.Circuit]);
    }

    private static KernelAccounts? Read(
        ComponentState component, long now, TelemetryTable components, TelemetryTable edges, TelemetryTable losses, TelemetryTable kernel, TelemetryTable programs)
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
        if (entry.Kernel is { } counts)
        {
            kernel.Add(now, [entry.Name], [counts.Attempted, counts.Submitted, counts.Aggregated, counts.Entries, counts.InRing]);
            AddLosses(entry.Name, "discarded", counts.Discarded);
            AddLosses(entry.Name, "lost", counts.Lost);
        }

        Edge[] live = [.. component.Edges];
        for (var i = 0; i < live.Length; i++)
        {
            var edge = edgeEntries[i];
            var (batches, bytes) = live[i].Depth();
            edges.Add(now, [edge.From, edge.To], [edge.In, edge.Out, edge.InFlight, batches, bytes]);
            AddLosses($"{edge.From} -> {edge.To}", "dropped", edge.Dropped);
        }

        foreach (var program in component.ReadPrograms())
            programs.Add(
                now,
                [entry.Name, program.Program, program.Hook, program.Mechanism, Configuration.SnakeCase.From(program.State.ToString())],
                [(long)program.RunTime, (long)program.RunCount, (long)program.MissedRuns]);
        return entry.Kernel;

        void AddLosses(string place, string fate, IEnumerable<KeyValuePair<string, long>> counts)
        {
            foreach (var (reason, rows) in counts)
                losses.Add(now, [place, fate, reason], [rows]);
        }
    }
}
