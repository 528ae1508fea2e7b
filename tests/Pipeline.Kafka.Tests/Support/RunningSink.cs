using Pipeline.Sinks.Kafka;

namespace Pipeline.Kafka.Tests.Support;

/// <summary>A sink as a host has it: built, bound and started.</summary>
internal sealed class RunningSink : IAsyncDisposable
{
    private RunningSink(KafkaSink sink, LentContext context) => (Sink, Context) = (sink, context);

    public KafkaSink Sink { get; }

    public LentContext Context { get; }

    public static async Task<RunningSink> StartAsync(KafkaOptions options, params TableSchema[] tables)
    {
        var context = new LentContext();
        var sink = new KafkaSink(options, context);
        sink.Bind(tables.Length == 0 ? [Rows.Lines] : tables);
        await sink.StartAsync(TestContext.Current.CancellationToken);
        return new RunningSink(sink, context);
    }

    /// <summary>Writes batches and gives them back.</summary>
    public async Task<Outcome> WriteAsync(params RecordBatch[] batches)
    {
        try
        {
            return await Sink.WriteAsync(batches, TestContext.Current.CancellationToken);
        }
        finally
        {
            foreach (var batch in batches)
                batch.Release();
        }
    }

    public ValueTask DisposeAsync() => Sink.DisposeAsync();
}
