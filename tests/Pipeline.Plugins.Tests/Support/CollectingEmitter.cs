namespace Pipeline.Plugins.Tests.Support;

/// <summary>An emitter that keeps what it is given, and gives it back when disposed.</summary>
internal sealed class CollectingEmitter : IEmitter, IDisposable
{
    public CollectingEmitter(long memory = 64 << 20) => Arena = new Arena(memory);

    public List<RecordBatch> Batches { get; } = [];

    public Arena Arena { get; }

    public Tally Tally { get; } = new();

    public void Emit(RecordBatch batch) => Batches.Add(batch);

    /// <summary>Releases the batches, as the host does once they are delivered.</summary>
    public void Dispose()
    {
        foreach (var batch in Batches)
            batch.Release();
        Batches.Clear();
    }
}
