namespace Pipeline.Host.Tests.Doubles;

/// <summary>A sink that takes many batches at once, and several writes at a time where the test says so, and does with them what it says.</summary>
internal class BulkSink(BulkSize size, Func<IReadOnlyList<RecordBatch>, CancellationToken, ValueTask<Outcome>> write) : IBulkSink
{
    public BulkSize Preferred => size;

    public static BulkSize Size(int rows = 1_000_000, long bytes = 1 << 30, TimeSpan time = default) => new(rows, new ByteSize(bytes), time);

    public void Bind(IReadOnlyList<TableSchema> inputs)
    {
    }

    public ValueTask<Outcome> WriteAsync(IReadOnlyList<RecordBatch> batches, CancellationToken cancel) => write(batches, cancel);
}
