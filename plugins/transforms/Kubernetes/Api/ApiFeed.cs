using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Pipeline.Transforms.Kubernetes.Api.Access;
using Pipeline.Transforms.Kubernetes.Api.Following;
using Pipeline.Transforms.Kubernetes.Api.Reading;
using Pipeline.Transforms.Kubernetes.Api.Requests;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Transforms.Kubernetes.Api;

/// <summary>What an API server tells of a cluster, by list and watch, until it is disposed of. Whatever the server does, it goes on asking, later and later.</summary>
internal sealed class ApiFeed : IClusterFeed
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ChangeQueue _queue;
    private readonly ApiClient _api;
    private Task _work = Task.CompletedTask;

    private ApiFeed(ClusterAccess access, FeedOptions options, TimeProvider time)
    {
        (Kinds, _queue, _api) = (options.Kinds, new ChangeQueue(options.Capacity), new ApiClient(access, time));
    }

    public IReadOnlyList<ObjectKind> Kinds { get; }

    /// <summary>What it has counted so far.</summary>
    public FeedFigures Figures { get; } = new();

    /// <summary>Begins to follow; returns at once, before anything has been asked.</summary>
    public static ApiFeed Start(ClusterAccess access, FeedOptions options, TimeProvider time, ILogger log)
    {
        var feed = new ApiFeed(access, options, time);
        var lines = new FeedLog(log, time);
        feed._work = Task.WhenAll(options.Kinds.Select(kind => Task.Run(() => feed.Follower(kind, options, time, lines).RunAsync(feed._stop.Token))));
        return feed;
    }

    public bool TryTake([NotNullWhen(true)] out Change? change) => _queue.TryTake(out change);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
        _api.Dispose();
        _stop.Dispose();
    }

    private KindFollower Follower(ObjectKind kind, FeedOptions options, TimeProvider time, FeedLog log)
    {
        var (resource, reader) = (Resource.Of(kind), Reader(kind, options));
        var selector = kind == ObjectKind.Pod && options.Node is { } node ? $"&fieldSelector={Uri.EscapeDataString($"spec.nodeName={node}")}" : "";
        var sink = new ObjectSink(kind, resource, _queue, Figures, log, time);
        var listing = new Listing(new ListPage(_api, reader, sink, options.Patience), sink, Figures, selector, options.PageSize);
        return new KindFollower(resource, listing, new Watching(_api, kind, reader, sink, Figures, options, selector, time), Figures, log, time);
    }

    private static ObjectReader Reader(ObjectKind kind, FeedOptions options) => kind switch
    {
        ObjectKind.Pod => new PodReader(options.Wanted),
        ObjectKind.Service => new ServiceReader(),
        ObjectKind.EndpointSlice => new EndpointSliceReader(),
        ObjectKind.Node => new NodeReader(),
        _ => new OwnerReader(kind),
    };
}
