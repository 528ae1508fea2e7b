namespace Pipeline.Plugins.Tests.Support;

/// <summary>A source's emitter that keeps every batch, and gives them back when disposed.</summary>
internal sealed class SourceRun(long memory = 256 << 20) : ISourceEmitter, IDisposable
{
    public List<RecordBatch> Batches { get; } = [];

    /// <summary>Batches that have been flushed.</summary>
    public int Flushed { get; private set; }

    public Arena Arena { get; } = new(memory);

    public Tally Tally { get; } = new();

    public BatchOrigin Origin { get; } = new("host", "test", 7);

    /// <summary>Batches of a table.</summary>
    public IEnumerable<RecordBatch> Of(string table) => Batches.Where(b => b.Schema.Name == table);

    public void Emit(RecordBatch batch) => Batches.Add(batch);

    public ValueTask FlushAsync()
    {
        Flushed = Batches.Count;
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        foreach (var batch in Batches)
            batch.Release();
        Batches.Clear();
    }
}
