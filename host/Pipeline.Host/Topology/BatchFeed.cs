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
