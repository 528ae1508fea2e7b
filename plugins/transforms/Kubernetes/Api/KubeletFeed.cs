using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Pipeline.Transforms.Kubernetes.Api.Access;
using Pipeline.Transforms.Kubernetes.Api.Following;
using Pipeline.Transforms.Kubernetes.Api.Reading;
using Pipeline.Transforms.Kubernetes.Api.Requests;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Transforms.Kubernetes.Api;

/// <summary>The pods that a kubelet runs on its node, asked for at an interval: it has no watches. Costs the API server nothing.</summary>
internal sealed class KubeletFeed : IClusterFeed
{
    private static readonly Resource Pods = Resource.Kubelet;

    private readonly CancellationTokenSource _stop = new();
    private readonly Backoff _backoff = new();
    private readonly FeedOptions _options;
    private readonly TimeProvider _time;
    private readonly FeedLog _log;
    private readonly ChangeQueue _queue;
    private readonly ApiClient _api;
    private readonly ObjectSink _sink;
    private readonly ListPage _page;
    private Task _work = Task.CompletedTask;

    private KubeletFeed(ClusterAccess access, FeedOptions options, TimeProvider time, ILogger log)
    {
        (_options, _time, _log) = (options, time, new FeedLog(log, time));
        (_queue, _api) = (new ChangeQueue(options.Capacity), new ApiClient(access, time));
        _sink = new ObjectSink(ObjectKind.Pod, Pods, _queue, Figures, _log, time);
        _page = new ListPage(_api, new DigestedReader(new PodReader(options.Wanted)), _sink, options.Patience);
    }

    public IReadOnlyList<ObjectKind> Kinds { get; } = [ObjectKind.Pod];

    /// <summary>What it has counted so far.</summary>
    public FeedFigures Figures { get; } = new();

    /// <summary>Begins to ask; returns at once.</summary>
    /// <param name="access">The kubelet, mostly port 10250 of the node.</param>
    /// <param name="options">What of the pods is told, and how often they are asked for.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">The component's log.</param>
    public static KubeletFeed Start(ClusterAccess access, FeedOptions options, TimeProvider time, ILogger log)
    {
        var feed = new KubeletFeed(access, options, time, log);
        feed._work = Task.Run(feed.RunAsync);
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

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var wait = _options.Interval;
            try
            {
                _sink.BeginList();
                await _page.ReadAsync(Pods.Path, Pods.Accept, _stop.Token).ConfigureAwait(false);
                await _sink.EndListAsync(_stop.Token).ConfigureAwait(false);
                _backoff.Reset();
                _log.Recover(Pods);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (ApiException e)
            {
                wait = Fail(e);
            }
            catch (Exception e)
            {
                _log.Bug(Pods, e);
                wait = Fail(new ApiException("exception", e.Message, e));
            }

            await Task.Delay(wait, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private TimeSpan Fail(ApiException failure)
    {
        Figures.CountFailure(failure.Word);
        _log.Fail(Pods, failure);
        return _backoff.Next(failure.RetryAfter);
    }
}
