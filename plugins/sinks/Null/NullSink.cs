namespace Pipeline.Sinks.Null;

/// <summary>Delivers every row to nowhere: for measuring what comes before it.</summary>
internal sealed class NullSink : ISink
{
    public NullSink(NullOptions options, IComponentContext context)
    {
        _ = options;
        _ = context;
    }

    public void Bind(IReadOnlyList<TableSchema> inputs)
    {
    }

    public ValueTask<Outcome> WriteAsync(RecordBatch batch, CancellationToken cancel) => new(Outcome.Delivered);
}
