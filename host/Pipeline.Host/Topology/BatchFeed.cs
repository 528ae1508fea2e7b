namespace Pipeline.Host.Topology;

/// <summary>Takes a component's batches from its edges, booking each in the step that takes it. Several workers may share one.</summary>
internal sealed class BatchFeed(ComponentState component)
{
    /// <summary>The next batch; null after the last one.</summary>
    public async ValueTask<Delivery?> NextAsync()
    {
        var announcements = component.Inbox.Announcements;
        while (await announcements.WaitToReadAsync().ConfigureAwait(false))
            while (announcements.TryRead(out var edge))
                if (Take(edge) is { } delivery)
                    return delivery;
        return null;
    }

    private Delivery? Take(Edge edge)
    {
        lock (component.Ledger.Lock)
        {
            var delivery = edge.Take();
            if (delivery is { Batch: var batch })
                component.Ledger.Receive(batch.Rows);
            return delivery;
        }
    }
}
