using Pipeline.Transforms.Kubernetes.Api.Requests;

namespace Pipeline.Transforms.Kubernetes.Api.Following;

/// <summary>Asks a kubelet for the pods of its node at an interval as long as it may: it has no watches.</summary>
internal sealed class KubeletFollower(ListPage page, ObjectSink sink, TimeSpan interval, FeedFigures figures, FeedLog log, TimeProvider time)
{
    private static readonly Resource Pods = Resource.Kubelet;

    private readonly Backoff _backoff = new();

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var wait = interval;
            try
            {
                sink.BeginList();
                await page.ReadAsync(Pods.Path, Pods.Accept, stop).ConfigureAwait(false);
                await sink.EndListAsync(stop).ConfigureAwait(false);
                _backoff.Reset();
                log.Recover(Pods);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (ApiException e)
            {
                wait = Fail(e);
            }
            catch (Exception e)
            {
                log.Bug(Pods, e);
                wait = Fail(new ApiException("exception", e.Message, e));
            }

            await Task.Delay(wait, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private TimeSpan Fail(ApiException failure)
    {
        figures.CountFailure(failure.Word);
        log.Fail(Pods, failure);
        return _backoff.Next(failure.RetryAfter);
    }
}
