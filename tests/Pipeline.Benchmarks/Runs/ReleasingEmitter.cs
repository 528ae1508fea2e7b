namespace Pipeline.Benchmarks.Runs;

/// <summary>A source's surroundings without a host: counts rows and lets go of them.</summary>
/// <param name="held">Batches that are kept until others have come, as an edge does.</param>
internal sealed class ReleasingEmitter(int held = 0) : ISourceEmitter
{
    private readonly Queue<RecordBatch> _held = new(held + 1);

    internal long Rows { get; private set; }

    public BatchOrigin Origin { get; } = new("here", "flood", 1);

    public Arena Arena { get; } = new(64 << 20);

    public Tally Tally { get; } = new();

    public void Emit(RecordBatch batch)
    {
        Rows += batch.Rows;
        _held.Enqueue(batch);
        if (_held.Count > held)
            _held.Dequeue().Release();
    }

    public ValueTask FlushAsync()
    {
        Tally.Clear();
        return ValueTask.CompletedTask;
    }
}
