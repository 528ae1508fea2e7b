namespace Pipeline.Host.Topology;

/// <summary>Takes a component's batches from its edges, booking each in the step that takes it. Several workers may share one.</summary>
internal sealed class BatchFeed(ComponentState component)
{
    /// <summary>The next batch with its reference and account; null after the last one.</summary>
    public async ValueTask<RecordBatch?> NextAsync()
    {
        var announcements = component.Inbox.Announcements;
        while (await announcements.WaitToReadAsync().ConfigureAwait(false))
            while (announcements.TryRead(out var edge))
                if (Take(edge) is { } batch)
                    return batch;
        return null;
    }

    /// <summary>Waits for a batch or the end, which <see cref="NextAsync"/> then answers at once; false: nothing came in time.</summary>
    public async ValueTask<bool> WaitAsync(TimeSpan patience, TimeProvider time)
    {
        var coming = component.Inbox.Announcements.WaitToReadAsync();
        if (coming.IsCompleted)
            return true;
        using var over = new CancellationTokenSource();
        var something = coming.AsTask();
        var first = await Task.WhenAny(something, Task.Delay(patience, time, over.Token)).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        return first == something;
    }

    private RecordBatch? Take(Edge edge)
    {
        lock (component.Ledger.Lock)
        {
            var batch = edge.Take();
            if (batch is not null)
                component.Ledger.Receive(batch.Rows);
            return batch;
        }
    }
}
