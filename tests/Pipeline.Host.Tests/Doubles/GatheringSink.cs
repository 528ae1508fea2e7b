namespace Pipeline.Host.Tests.Doubles;

/// <summary>A sink that flushes as the test says, and tells when its calls overlap.</summary>
internal sealed class GatheringSink(TimeSpan? patience, Func<bool, CancellationToken, ValueTask> flush, Func<ValueTask<Outcome>>? write = null) : ISink, IGathering, IDisposable
{
    private int _inside;

    public TimeSpan? Patience => patience;

    public bool IsDisposed { get; private set; }

    public void Bind(IReadOnlyList<TableSchema> inputs)
    {
    }

    public async ValueTask<Outcome> WriteAsync(RecordBatch batch, CancellationToken cancel)
    {
        Enter();
        var outcome = write is null ? Outcome.Delivered : await write();
        Interlocked.Exchange(ref _inside, 0);
        return outcome;
    }

    public async ValueTask FlushAsync(bool isLast, CancellationToken cancel)
    {
        Enter();
        await flush(isLast, cancel);
        Interlocked.Exchange(ref _inside, 0);
    }

    public void Dispose() => IsDisposed = true;

    private void Enter()
    {
        if (Interlocked.Exchange(ref _inside, 1) != 0)
            throw new InvalidOperationException("two calls at a time");
        ObjectDisposedException.ThrowIf(IsDisposed, this);
    }
}
