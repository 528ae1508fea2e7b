namespace Pipeline.Benchmarks.Runs;

/// <summary>A source's surroundings without a host: counts rows and lets go of them.</summary>
internal sealed class ReleasingEmitter : ISourceEmitter
{
    internal long Rows { get; private set; }

    public BatchOrigin Origin { get; } = new("here", "flood", 1);

    public Arena Arena { get; } = new(64 << 20);

    public Tally Tally { get; } = new();

    public void Emit(RecordBatch batch)
    {
        Rows += batch.Rows;
        batch.Release();
    }

    public ValueTask FlushAsync()
    {
        Tally.Clear();
        return ValueTask.CompletedTask;
    }
}
