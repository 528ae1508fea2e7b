using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Pipeline.Transforms.Kubernetes.Api.Access;
using Pipeline.Transforms.Kubernetes.Api.Following;
using Pipeline.Transforms.Kubernetes.Api.Reading;
using Pipeline.Transforms.Kubernetes.Api.Requests;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Transforms.Kubernetes.Api;

/// <summary>What one server tells of a cluster until the feed is disposed of. Whatever the server does, it goes on asking, later and later.</summary>
internal sealed class ClusterFeed : IClusterFeed
{
    private readonly CancellationTokenSource _stop = new();
    private readonly FeedOptions _options;
    private readonly TimeProvider _time;
    private readonly FeedLog _log;
    private readonly ChangeQueue _queue;
    private readonly ApiClient _api;
    private Task _work = Task.CompletedTask;

    private ClusterFeed(IReadOnlyList<ObjectKind> kinds, ClusterAccess access, FeedOptions options, TimeProvider time, ILogger log)
    {
        (Kinds, _options, _time, _log) = (kinds, options, time, new FeedLog(log, time));
        (_queue, _api) = (new ChangeQueue(options.Capacity), new ApiClient(access, time));
    }

    public IReadOnlyList<ObjectKind> Kinds { get; }

    public FeedFigures Figures { get; } = new();

    /// <summary>Follows an API server by list and watch; returns at once, before anything has been asked.</summary>
    public static ClusterFeed OfApi(ClusterAccess access, FeedOptions options, TimeProvider time, ILogger log)
    {
        var feed = new ClusterFeed(options.Kinds, access, options, time, log);
        feed._work = Task.WhenAll(options.Kinds.Select(kind => Task.Run(() => feed.Follower(kind).RunAsync(feed._stop.Token))));
        return feed;
    }

    /// <summary>Asks a kubelet for its pods, mostly at port 10250 of the node; returns at once. Costs the API server nothing.</summary>
    public static ClusterFeed OfKubelet(ClusterAccess access, FeedOptions options, TimeProvider time, ILogger log)
    {
        var feed = new ClusterFeed([ObjectKind.Pod], access, options, time, log);
        feed._work = Task.Run(() => feed.Follower().RunAsync(feed._stop.Token));
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

    private KindFollower Follower(ObjectKind kind)
    {
        var (resource, reader, sink) = (Resource.Of(kind), Reader(kind), Sink(kind, Resource.Of(kind)));
        var selector = kind == ObjectKind.Pod && _options.Node is { } node ? $"&fieldSelector={Uri.EscapeDataString($"spec.nodeName={node}")}" : "";
        var listing = new Listing(new ListPage(_api, reader, sink, _options.Patience), sink, Figures, selector, _options.PageSize);
        return new KindFollower(resource, listing, new Watching(_api, kind, reader, sink, Figures, _options, selector, _time), Figures, _log, _time);
    }

    private KubeletFollower Follower()
    {
        var sink = Sink(ObjectKind.Pod, Resource.Kubelet);
        return new KubeletFollower(new ListPage(_api, new DigestedReader(Reader(ObjectKind.Pod)), sink, _options.Patience), sink, _options.Interval, Figures, _log, _time);
    }

    private ObjectSink Sink(ObjectKind kind, Resource resource) => new(kind, resource, _queue, Figures, _log, _time);

    private ObjectReader Reader(ObjectKind kind) => kind switch
    {
        ObjectKind.Pod => new PodReader(_options.Wanted),
        ObjectKind.Service => new ServiceReader(),
        ObjectKind.EndpointSlice => new EndpointSliceReader(),
        ObjectKind.Node => new NodeReader(),
        _ => new OwnerReader(kind),
    };
}
