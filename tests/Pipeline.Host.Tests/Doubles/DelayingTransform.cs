namespace Pipeline.Host.Tests.Doubles;

/// <summary>Keeps batches until it is flushed; their accounts settle on arrival, or only when what is emitted later is delivered.</summary>
internal sealed class DelayingTransform(bool settlesWhenAbsorbed, TimeSpan interval, int throwAt = int.MaxValue) : ITransform, IFlushing, IDisposable
{
    private readonly List<RecordBatch> _kept = [];
    private int _processed;

    public TimeSpan FlushInterval => interval;

    public bool SettlesWhenAbsorbed => settlesWhenAbsorbed;

    public IReadOnlyList<TableSchema> Bind(IReadOnlyList<TableSchema> inputs) => inputs;

    public void Process(RecordBatch batch, IEmitter emitter)
    {
        if (++_processed == throwAt)
            throw new InvalidOperationException("told to");
        batch.AddReference();
        if (!settlesWhenAbsorbed)
            batch.Account.Hold();
        _kept.Add(batch);
        emitter.Tally.Hold(batch.Rows);
    }

    public void Flush(IEmitter emitter)
    {
        foreach (var batch in _kept)
        {
            emitter.Tally.Free(batch.Rows);
            if (settlesWhenAbsorbed)
            {
                // The input has settled: what is emitted now must not carry its account any more.
                EmitCopy(batch, emitter);
                batch.Release();
                continue;
            }

            emitter.Emit(batch);
            batch.Account.Settle(Settlement.Delivered);
        }

        _kept.Clear();
    }

    // A flush that threw here would void what it emitted before, but not that it forgot it.
    private static void EmitCopy(RecordBatch batch, IEmitter emitter)
    {
        try
        {
            emitter.Emit(Numbers.Batch(emitter.Arena, batch.FirstSequence, batch.Rows, batch.Origin));
        }
        catch (ArenaExhaustedException)
        {
            emitter.Tally.Drop("memory", batch.Rows);
        }
    }

    public void Dispose()
    {
        foreach (var batch in _kept)
        {
            if (!settlesWhenAbsorbed)
                batch.Account.Settle(Settlement.Dropped);
            batch.Release();
        }

        _kept.Clear();
    }
}
