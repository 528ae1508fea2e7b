namespace Pipeline.Host.Tests.Doubles;

/// <summary>A sink that was lent what it may ask for fresh figures, for the test to ask.</summary>
internal sealed class SamplingSink(Func<RecordBatch, CancellationToken, ValueTask<Outcome>> write) : ISink, ISampling
{
    private readonly TaskCompletionSource<ISampled> _upstream = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ISampled Upstream
    {
        set => _upstream.SetResult(value);
    }

    public async Task SampleAsync(CancellationToken cancel = default) => await (await _upstream.Task).SampleAsync(cancel);

    public void Bind(IReadOnlyList<TableSchema> inputs)
    {
    }

    // Lent before the first write.
    public ValueTask<Outcome> WriteAsync(RecordBatch batch, CancellationToken cancel) =>
        _upstream.Task.IsCompletedSuccessfully ? write(batch, cancel) : throw new InvalidOperationException("written to without its upstream");
}
