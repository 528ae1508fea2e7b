using Pipeline.Transforms.Kubernetes.Api.Requests;

namespace Pipeline.Transforms.Kubernetes.Api.Following;

/// <summary>Follows one kind as long as it may: a list, then watch after watch, and another list where the server has forgotten what came since.</summary>
internal sealed class KindFollower(Resource resource, Listing listing, Watching watching, FeedFigures figures, FeedLog log, TimeProvider time)
{
    // One that ends sooner has not been worth its request: the next one waits.
    private static readonly TimeSpan ShortWatch = TimeSpan.FromSeconds(1);

    private static readonly ApiException ShortWatches = new("short_watch", "watches end as soon as they begin, with nothing in them");

    // In a row they are no accident.
    private const int ManyShort = 3;

    private const string WatchError = "watch_error";

    // A server that is to be as new as a version it has not seen yet.
    private const string TooNew = "http_504";

    private readonly Backoff _backoff = new();
    private Resource _resource = resource;
    private ListStart _start = ListStart.Any;
    private bool _isListed, _isCut;
    private long _watchBegan;
    private int _short;

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
            try
            {
                await RoundAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (ApiException e)
            {
                await FailAsync(e, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e)
            {
                // The others go on, and so does this one.
                log.Bug(_resource, e);
                _isListed = false;
                await FailAsync(new ApiException("exception", e.Message, e), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
    }

    private async Task RoundAsync(CancellationToken stop)
    {
        if (!_isListed)
        {
            watching.Version = await listing.ReadAsync(_resource, _start, watching.Version, stop).ConfigureAwait(false);
            (_isListed, _start) = (true, ListStart.NotOlder);
            log.Recover(_resource);
        }

        _isCut = false;
        var end = await watching.RunAsync(_resource, Begun, stop).ConfigureAwait(false);
        if (end != WatchEnd.Done)
        {
            figures.CountExpired();
            _isListed = false;
            if (end == WatchEnd.WentBack)
                _start = ListStart.Newest;
        }
        else if (!IsWorthIt())
        {
            await Task.Delay(_backoff.Next(TimeSpan.Zero), time, stop).ConfigureAwait(false);
        }
    }

    // From here on a failure is a break, which is told only where the next attempts fail too.
    private void Begun()
    {
        (_isCut, _watchBegan) = (true, time.GetTimestamp());
        if (_short < ManyShort)
            log.Recover(_resource);
    }

    // Whether the watch that ended lasted. Many in a row that did not, and brought nothing, are told of as a failure.
    private bool IsWorthIt()
    {
        if (time.GetElapsedTime(_watchBegan) >= ShortWatch)
        {
            _backoff.Reset();
            _short = 0;
            log.Recover(_resource);
            return true;
        }

        _short = watching.Lines == 0 ? _short + 1 : 0;
        if (_short >= ManyShort)
        {
            figures.CountFailure(ShortWatches.Word);
            log.Fail(_resource, ShortWatches);
        }

        return false;
    }

    private Task FailAsync(ApiException failure, CancellationToken stop)
    {
        if (failure.Word == WatchError)
            _isListed = false;
        if (_isCut)
        {
            figures.CountCut();
            _ = IsWorthIt();
        }
        else
        {
            figures.CountFailure(failure.Word);
            log.Fail(_resource, failure);
        }

        _isCut = false;
        // What is as new as what was seen cannot be had here: a server that lags behind, or whose store was put back.
        if (!_isListed && failure.Word == TooNew)
            _start = ListStart.Newest;
        if (failure.Word == ApiException.NotAcceptable)
            _resource = _resource.Plain();
        return Task.Delay(_backoff.Next(failure.RetryAfter), time, stop);
    }
}
