namespace Pipeline.Host.Tests.Doubles;

/// <summary>
/// A sink that takes several requests of many batches at once and answers each as chance has it, unless the test has an answer; keeps the rows that it says it delivered.
/// </summary>
internal sealed class FickleSink(BulkSize size, int most, Random random, KeptRows kept, Func<IReadOnlyList<RecordBatch>, Outcome>? answer = null) : IBulkSink, IConcurrentSink
{
    public BulkSize Preferred => size;

    public int MostWrites => most;

    public void Bind(IReadOnlyList<TableSchema> inputs)
    {
    }

    public async ValueTask<Outcome> WriteAsync(IReadOnlyList<RecordBatch> batches, CancellationToken cancel)
    {
        int choice, pause;
        lock (random)
            (choice, pause) = (random.Next(40), random.Next(12));
        if (batches.Sum(b => b.Rows) > size.Rows)
            throw new InvalidOperationException("more rows than asked for");
        if (pause < 3)
            await Task.Delay(pause, cancel);
        if (answer is not null)
            return answer(batches);
        switch (choice)
        {
            case 0:
                throw new InvalidOperationException("told to");
            case 1:
                return Outcome.Failed("told_to");
            case 2 or 3:
                return Outcome.RetryAfter(TimeSpan.FromMilliseconds(choice - 2), "told_to");
            case 4 or 5:
                return Outcome.Throttled(TimeSpan.FromMilliseconds(choice - 4), "told_to");
            case < 15:
                return Partly(batches);
        }

        foreach (var batch in batches)
            kept.Keep(batch);
        return Outcome.Delivered;
    }

    private Outcome Partly(IReadOnlyList<RecordBatch> batches)
    {
        var refused = new List<RefusedRows>();
        foreach (var batch in batches)
            for (var row = 0; row < batch.Rows;)
            {
                int rows, fate;
                lock (random)
                    (rows, fate) = (random.Next(1, batch.Rows - row + 1), random.Next(4));
                if (fate < 2)
                {
                    refused.Add(new(batch, row, rows, fate == 0 ? "later" : "never", fate == 1));
                }
                else
                {
                    var delivered = batch.Slice(row, rows);
                    kept.Keep(delivered);
                    delivered.Release();
                }

                row += rows;
            }

        lock (random)
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(refused));
        return Outcome.Partly(refused);
    }
}
