namespace Pipeline.Host.Tests.Doubles;

/// <summary>A sink that does what the test says with each batch.</summary>
internal sealed class ScriptedSink(Func<RecordBatch, CancellationToken, ValueTask<Outcome>> write) : ISink
{
    public static ScriptedSink Null => new((_, _) => ValueTask.FromResult(Outcome.Delivered));

    /// <summary>Answers each write with the next outcome, and with the last one from then on.</summary>
    public static ScriptedSink Answering(params Outcome[] outcomes)
    {
        var next = 0;
        return new((_, _) => ValueTask.FromResult(outcomes[Math.Min(next++, outcomes.Length - 1)]));
    }

    public void Bind(IReadOnlyList<TableSchema> inputs)
    {
    }

    public ValueTask<Outcome> WriteAsync(RecordBatch batch, CancellationToken cancel) => write(batch, cancel);
}
