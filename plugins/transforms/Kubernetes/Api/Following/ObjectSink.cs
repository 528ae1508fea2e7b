using Pipeline.Transforms.Kubernetes.Api.Reading;
using Pipeline.Transforms.Kubernetes.Api.Requests;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Transforms.Kubernetes.Api.Following;

/// <summary>What one follower finds goes through here: news into the queue, the rest into the figures. Of one thread at a time.</summary>
internal sealed class ObjectSink(ObjectKind kind, Resource resource, ChangeQueue queue, FeedFigures figures, FeedLog log, TimeProvider time)
{
    private readonly KnownObjects _known = new();

    public void BeginList() => _known.BeginList();

    /// <summary>An object of a list.</summary>
    public ValueTask ListAsync(ClusterObject made, CancellationToken stop) => PutAsync(made, _known.TakeListed(made), stop);

    /// <summary>An object of a watch.</summary>
    public ValueTask WatchAsync(ClusterObject made, CancellationToken stop) => PutAsync(made, _known.Take(made), stop);

    /// <summary>An object has been deleted.</summary>
    public ValueTask EndAsync(string uid, CancellationToken stop)
    {
        if (_known.TakeEnd(uid))
            return GoneAsync(uid, stop);
        figures.CountRepeated();
        return default;
    }

    /// <summary>A list is complete.</summary>
    public async ValueTask EndListAsync(CancellationToken stop)
    {
        figures.CountList();
        foreach (var uid in _known.EndList())
            await GoneAsync(uid, stop).ConfigureAwait(false);
        await queue.PutAsync(new Listed(kind, _known.Count), stop).ConfigureAwait(false);
    }

    /// <summary>Something could not be read.</summary>
    public void Skip(UnreadableException failure)
    {
        figures.CountSkipped(failure.Reason);
        log.Skip(resource, failure);
    }

    private ValueTask PutAsync(ClusterObject made, bool isNews, CancellationToken stop)
    {
        if (!isNews)
        {
            figures.CountRepeated();
            return default;
        }

        figures.CountPut();
        return queue.PutAsync(new Put(made), stop);
    }

    private ValueTask GoneAsync(string uid, CancellationToken stop)
    {
        figures.CountGone();
        return queue.PutAsync(new Gone(kind, uid, (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick), stop);
    }
}
