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
