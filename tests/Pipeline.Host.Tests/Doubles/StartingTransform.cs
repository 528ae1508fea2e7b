namespace Pipeline.Host.Tests.Doubles;

/// <summary>A transform whose start is the test's to write; what it does is heard in order.</summary>
internal sealed class StartingTransform(List<string> heard, Func<ValueTask> start, Action<RecordBatch, IEmitter> process) : ScriptedTransform(process), IStarting, IDisposable
{
    public ValueTask StartAsync(CancellationToken stop)
    {
        heard.Add("start");
        return start();
    }

    public void Dispose() => heard.Add("dispose");
}
