using System.Runtime.ExceptionServices;

namespace Pipeline.Host.Delivery;

/// <summary>
/// Lets a sink's writes begin: no more at once than go well, none while the other end is gone, paused or the instance is being replaced, and none before its own time. Knows which
/// requests are at hand. Thread-safe.
/// </summary>
internal sealed class Gate(DeliveryPlan plan, TimeProvider time)
{
    // A single slow write must not stop the others: after so many usual round trips, and this long, one more is tried.
    private const int PatientRounds = 4;
    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(1);

    // While the pipeline stops, back-off is no longer than this.
    private static readonly TimeSpan LongestWhileStopping = TimeSpan.FromSeconds(1);

    // Less than any timer takes; then the wait goes on.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Circuit _circuit = new(time);
    private readonly WriteLimit _limit = new(plan.MostWrites, time);
    private TaskCompletionSource? _changed;
    private ExceptionDispatchInfo? _fault;
    private int _held;
    private int _underWay;
    private long _writes;
    private long _pausedUntil = long.MinValue;
    private long? _hurried;
    private bool _isBroken;
    private bool _isClosed;

    /// <summary>What goes on, for the metrics.</summary>
    public DeliveryFigures Figures
    {
        get { lock (_lock) return new DeliveryFigures(_writes, _held, _underWay, _limit.Current, _circuit.State); }
    }

    /// <summary>What no write usually takes.</summary>
    public TimeSpan Patience
    {
        get { lock (_lock) return PatienceNow(); }
    }

    /// <summary>Ends when one more request may be at hand.</summary>
    public Task RoomAsync()
    {
        lock (_lock)
            return _held < _limit.Current && _fault is null ? Task.CompletedTask : WaitForRoomAsync();
    }

    /// <summary>Ends when no request is at hand.</summary>
    public Task IdleAsync() => UntilAsync(() => _held == 0);

    /// <summary>Ends when no write is under way. No further one begins while the instance is broken.</summary>
    public Task QuietAsync() => UntilAsync(() => _underWay == 0);

    /// <summary>A request is at hand, until <see cref="Free"/>.</summary>
    public void Hold()
    {
        lock (_lock)
            _held++;
    }

    public void Free()
    {
        lock (_lock)
        {
            _held--;
            Change();
        }
    }

    /// <summary>Delivering a request failed for a reason that is the host's own: whoever waits for the sink must hear of it.</summary>
    public void Fault(Exception fault)
    {
        lock (_lock)
        {
            _fault ??= ExceptionDispatchInfo.Capture(fault);
            Change();
        }
    }

    /// <summary>Waits until the request may be written; then its write has begun.</summary>
    public ValueTask<Entry> EnterAsync(Request request, CancellationToken over)
    {
        lock (_lock)
            return Judge(request, out _) is { } entry ? new(entry) : new(WaitForTurnAsync(request, over));
    }

    /// <summary>No write will ever begin again: nobody waits for one any more.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            Change();
        }
    }

    /// <summary>The other end took the write's rows or refused them for good. True: it had been given up on, and is back.</summary>
    public bool Answer(Request request)
    {
        lock (_lock)
        {
            _limit.Complete(request.Began, time.GetTimestamp(), _underWay);
            End(request);
            return _circuit.Succeed();
        }
    }

    /// <summary>The write failed and its request is to be tried again. True: with this the other end is given up on.</summary>
    public bool Fail(Request request, TimeSpan asked)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _limit.Lower(request.Began, now);
            var isProbe = request.IsProbe;
            Postpone(request, now, asked, Math.Max(request.Failures, _circuit.Failures) + 1);
            End(request);
            return _circuit.Fail(request.Began, now, request.NotBefore, request.IsAskedToWait, isProbe);
        }
    }

    /// <summary>The other end is well and wants less at a time. True: it had been given up on, and is back.</summary>
    /// <param name="request">What was written.</param>
    /// <param name="asked">How long it wants to be left alone.</param>
    /// <param name="pause">How long it is.</param>
    public bool Throttle(Request request, TimeSpan asked, out TimeSpan pause)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _limit.Lower(request.Began, now);
            Postpone(request, now, asked, request.Failures + 1);
            pause = request.IsAskedToWait ? time.GetElapsedTime(now, request.NotBefore) : TimeSpan.Zero;
            if (request.IsAskedToWait)
                _pausedUntil = Math.Max(_pausedUntil, request.NotBefore);
            End(request);
            return _circuit.Succeed();
        }
    }

    /// <summary>Some rows were delivered and others are to be tried again.</summary>
    public void Postpone(Request request)
    {
        lock (_lock)
            Postpone(request, time.GetTimestamp(), TimeSpan.Zero, request.Failures + 1);
    }

    /// <summary>The write ended without saying anything of the other end.</summary>
    public void Forget(Request request)
    {
        lock (_lock)
            End(request);
    }

    /// <summary>The write threw: no other begins until <see cref="Mend"/>. False: another one has thrown before, and who wrote it sees to the instance.</summary>
    public bool Break(Request request)
    {
        lock (_lock)
        {
            End(request);
            var isFirst = !_isBroken;
            _isBroken = true;
            return isFirst;
        }
    }

    /// <summary>The instance was replaced.</summary>
    public void Mend()
    {
        lock (_lock)
        {
            _isBroken = false;
            Change();
        }
    }

    /// <summary>The pipeline stops: what only waits for the host's own back-off is tried at once, and then often.</summary>
    public void Hurry()
    {
        lock (_lock)
        {
            _hurried = time.GetTimestamp();
            _circuit.Hurry(_hurried.Value);
            Change();
        }
    }

    private void Postpone(Request request, long now, TimeSpan asked, int failures)
    {
        var wait = RetryDelay.Next(plan.Retry, failures, asked, Random.Shared.NextDouble());
        var isAsked = asked > TimeSpan.Zero && wait == asked;
        if (_hurried is not null && !isAsked && wait > LongestWhileStopping)
            wait = LongestWhileStopping;
        request.Fail(now, now + Stamps(wait), isAsked);
    }

    private void End(Request request)
    {
        _underWay--;
        if (request.IsProbe)
            _circuit.Forget(time.GetTimestamp());
        request.IsProbe = false;
        Change();
    }

    // Null: wait, no longer than that.
    private Entry? Judge(Request request, out TimeSpan wait)
    {
        var now = time.GetTimestamp();
        wait = LongestWait;
        if (_isClosed)
            return Entry.Over;
        if (plan.Retry.For is { } most && request.Failures > 0)
        {
            var left = most - time.GetElapsedTime(request.FirstFailure, now);
            if (left <= TimeSpan.Zero)
                return Entry.Expired;
            Sooner(ref wait, left);
        }

        if (_isBroken)
            return null;
        var isHurried = !request.IsAskedToWait && request.LastFailure < _hurried;
        var notBefore = Math.Max(isHurried || request.Failures == 0 ? long.MinValue : request.NotBefore, _pausedUntil);
        if (now < notBefore)
            return Sooner(ref wait, time.GetElapsedTime(now, notBefore));
        if (_underWay >= _limit.Current)
            return null;
        if (!_circuit.MayBegin(now, out var closed))
            return closed == Timeout.InfiniteTimeSpan ? null : Sooner(ref wait, closed);
        (request.Began, request.IsProbe) = (now, _circuit.State == CircuitState.HalfOpen);
        _underWay++;
        _writes++;
        return Entry.Begun;
    }

    private static Entry? Sooner(ref TimeSpan wait, TimeSpan other)
    {
        if (other < wait)
            wait = other;
        return null;
    }

    private async Task<Entry> WaitForTurnAsync(Request request, CancellationToken over)
    {
        while (true)
        {
            Task changed;
            TimeSpan wait;
            lock (_lock)
            {
                if (Judge(request, out wait) is { } entry)
                    return entry;
                changed = Changed();
            }

            // Timers take whole milliseconds and cut off the rest.
            await changed.WaitAsync(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), time, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (over.IsCancellationRequested)
                return Entry.Over;
        }
    }

    private async Task WaitForRoomAsync()
    {
        while (true)
        {
            Task changed;
            TimeSpan patience;
            lock (_lock)
            {
                _fault?.Throw();
                if (_held < _limit.Current)
                    return;
                changed = Changed();
                patience = _limit.Current >= plan.MostWrites ? Timeout.InfiniteTimeSpan : PatienceNow();
            }

            await changed.WaitAsync(patience, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!changed.IsCompleted)
                RaiseForTheSlow();
        }
    }

    private TimeSpan PatienceNow() => _limit.Usual * PatientRounds > LeastPatience ? _limit.Usual * PatientRounds : LeastPatience;

    private void RaiseForTheSlow()
    {
        lock (_lock)
            if (_circuit.State == CircuitState.Closed && !_isBroken && time.GetTimestamp() >= _pausedUntil)
                _limit.Raise();
    }

    private async Task UntilAsync(Func<bool> condition)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                _fault?.Throw();
                if (condition())
                    return;
                changed = Changed();
            }

            await changed.ConfigureAwait(false);
        }
    }

    private Task Changed() => (_changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private void Change()
    {
        _changed?.SetResult();
        _changed = null;
    }

    private long Stamps(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
