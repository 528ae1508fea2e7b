namespace Pipeline.Host.Tests.Doubles;

/// <summary>A sink whose start is the test's to write; what it does is heard in order.</summary>
internal sealed class StartingSink(List<string> heard, Func<ValueTask> start, Func<Outcome>? write = null) : ISink, IStarting, IDisposable
{
    public void Bind(IReadOnlyList<TableSchema> inputs)
    {
    }

    public ValueTask StartAsync(CancellationToken stop)
    {
        heard.Add("start");
        return start();
    }

    public ValueTask<Outcome> WriteAsync(RecordBatch batch, CancellationToken cancel)
    {
        heard.Add("write");
        return ValueTask.FromResult(write?.Invoke() ?? Outcome.Delivered);
    }

    public void Dispose() => heard.Add("dispose");
}
