namespace Pipeline.Bpf.Tests;

/// <summary>Keeps batches until told to let go.</summary>
internal sealed class CollectingEmitter(long memory = 64 << 20) : ISourceEmitter
{
    internal List<RecordBatch> Batches { get; } = [];

    public BatchOrigin Origin { get; } = new("here", "test", 1);

    public Arena Arena { get; } = new(memory);

    public Tally Tally { get; } = new();

    public void Emit(RecordBatch batch) => Batches.Add(batch);

    public ValueTask FlushAsync()
    {
        Release();
        return ValueTask.CompletedTask;
    }

    internal void Release()
    {
        Batches.ForEach(b => b.Release());
        Batches.Clear();
    }
}
