namespace Pipeline.Host.Topology;

/// <summary>A source's outlet: the source says when to commit.</summary>
internal sealed class SourceOutlet(ComponentState component, Arena arena, BatchOrigin origin, CancellationToken deadline) : ISourceEmitter
{
    private readonly Outlet _outlet = new(component, arena);
    private readonly CallMeter _meter = CallMeter.Start();

    public BatchOrigin Origin => origin;

    public Arena Arena => _outlet.Arena;

    public Tally Tally => _outlet.Tally;

    public void Emit(RecordBatch batch) => _outlet.Emit(batch);

    public async ValueTask FlushAsync()
    {
        // What the source did since the flush before, where it stayed on one thread.
        _meter.Lap(component.Ledger.Cost);
        await _outlet.CommitAsync(0, deadline).ConfigureAwait(false);
    }
}
