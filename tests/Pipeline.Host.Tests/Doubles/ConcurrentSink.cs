namespace Pipeline.Host.Tests.Doubles;

/// <summary>A sink that takes several writes at once.</summary>
internal sealed class ConcurrentSink(int most, Func<RecordBatch, CancellationToken, ValueTask<Outcome>> write) : ISink, IConcurrentSink, IDisposable
{
    private int _inside;

    public int MostWrites => most;

    /// <summary>As many writes as were under way at once.</summary>
    public int Peak { get; private set; }

    public bool IsDisposed { get; private set; }

    public void Bind(IReadOnlyList<TableSchema> inputs)
    {
    }

    public async ValueTask<Outcome> WriteAsync(RecordBatch batch, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        var inside = Interlocked.Increment(ref _inside);
        lock (this)
            Peak = Math.Max(Peak, inside);
        try
        {
            var outcome = await write(batch, cancel);
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return outcome;
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    public void Dispose() => IsDisposed = true;
}
