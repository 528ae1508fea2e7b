using Microsoft.Extensions.Logging;
using Pipeline.KubernetesServer;
using Pipeline.Transforms.Kubernetes;
using Pipeline.Transforms.Kubernetes.Api;
using Pipeline.Transforms.Kubernetes.Api.Access;
using Pipeline.Transforms.Kubernetes.Api.Following;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Kubernetes.Tests.Support;

/// <summary>A feed and who takes from it, as a transform does: from one thread, when it likes.</summary>
internal sealed class FeedRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private FeedRun(IClusterFeed feed) => Feed = feed;

    public IClusterFeed Feed { get; private set; }

    public CapturedLog Log { get; private init; } = new();

    /// <summary>All changes taken, in order.</summary>
    public List<Change> Changes { get; } = [];

    /// <summary>What is there by the changes taken, by uid.</summary>
    public Dictionary<string, ClusterObject> State { get; } = [];

    public FeedFigures Figures => Feed.Figures;

    public static FeedRun Start(TestApiServer server, FeedOptions options, IReplaceable<string>? token = null) => Start(new ClusterAccess { Server = server.Url, Token = token }, options);

    public static FeedRun Start(ClusterAccess access, FeedOptions options) => Start(ClusterFeed.OfApi, access, options);

    public static FeedRun Kubelet(TestApiServer server, FeedOptions options) => Start(ClusterFeed.OfKubelet, new ClusterAccess { Server = server.Url }, options);

    /// <summary>Whom these options choose.</summary>
    public static FeedRun Start(KubernetesOptions options, params IReadOnlyList<ObjectKind> kinds)
    {
        var log = new CapturedLog();
        return new FeedRun(new FeedChoice(options).Open(kinds, TimeProvider.System, log)) { Log = log };
    }

    private static FeedRun Start(Func<ClusterAccess, FeedOptions, TimeProvider, ILogger, IClusterFeed> start, ClusterAccess access, FeedOptions options)
    {
        var log = new CapturedLog();
        return new FeedRun(start(access, options, TimeProvider.System, log)) { Log = log };
    }

    /// <summary>Takes until this holds.</summary>
    public async Task UntilAsync(Func<bool> holds)
    {
        for (var begin = Environment.TickCount64; ; await Task.Delay(5))
        {
            Take();
            if (holds())
                return;
            if (Environment.TickCount64 - begin > Patience.TotalMilliseconds)
                Assert.Fail($"it never came to hold; the last changes are {string.Join("; ", Changes.TakeLast(5))}; the log says {string.Join(" / ", Log.Lines.Select(line => line.Text))}");
        }
    }

    /// <summary>Takes until the server has a watch open for each kind, and the feed has seen the answer to one more than so many begin: what breaks then breaks a watch, and not a request for one.</summary>
    public Task UntilWatchedAsync(TestApiServer server, long after = 0) =>
        UntilAsync(() => Figures.Watches >= after + Feed.Kinds.Count && server.OpenWatches == Feed.Kinds.Count);

    /// <summary>Takes one change, and leaves what comes after it where it is.</summary>
    public async Task TakeOneAsync()
    {
        Change? change;
        for (var begin = Environment.TickCount64; !Feed.TryTake(out change); await Task.Delay(5))
            Assert.True(Environment.TickCount64 - begin < Patience.TotalMilliseconds, "nothing came");
        Keep(change);
    }

    /// <summary>Takes until a list of each kind is complete.</summary>
    public Task UntilListedAsync() => UntilAsync(() => Feed.Kinds.All(kind => Changes.OfType<Listed>().Any(listed => listed.Kind == kind)));

    public void Take()
    {
        while (Feed.TryTake(out var change))
            Keep(change);
    }

    public IEnumerable<string> Names() => State.Values.Select(found => found.Name).Order(StringComparer.Ordinal);

    public ValueTask DisposeAsync() => Feed.DisposeAsync();

    private void Keep(Change change)
    {
        Changes.Add(change);
        if (change is Put put)
            State[put.Object.Uid] = put.Object;
        else if (change is Gone gone)
            Assert.True(State.Remove(gone.Uid), $"{gone} was not there");
    }
}
