namespace Pipeline.Host.Topology;

/// <summary>Takes a component's batches from its edges, booking each in the step that takes it. Several workers may share one.</summary>
internal sealed class BatchFeed(ComponentState component)
{
    private Task<bool>? _coming;

    /// <summary>The next batch; null after the last one.</summary>
    public async ValueTask<TakenBatch?> NextAsync()
    {
        while (await component.Inbox.Announcements.WaitToReadAsync().ConfigureAwait(false))
            if (TryNext() is { } taken)
                return taken;
        return null;
    }

    /// <summary>The next batch if there is one now.</summary>
    public TakenBatch? TryNext()
    {
        while (component.Inbox.Announcements.TryRead(out var edge))
            if (Take(edge) is { } taken)
                return taken;
        return null;
    }

    /// <summary>Ends when there may be a batch (true) or after the last one (false). One caller, who may leave it and ask again: the wait is the same.</summary>
    public Task<bool> ComingAsync()
    {
        if (_coming is not { IsCompleted: false })
            _coming = component.Inbox.Announcements.WaitToReadAsync().AsTask();
        return _coming;
    }

    private TakenBatch? Take(Edge edge)
    {
        lock (component.Ledger.Lock)
        {
            var taken = edge.Take();
            if (taken is { Batch: var batch })
                component.Ledger.Receive(batch.Rows);
            return taken;
        }
    }
}
