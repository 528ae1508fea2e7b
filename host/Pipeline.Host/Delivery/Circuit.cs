namespace Pipeline.Host.Delivery;

/// <summary>
/// Stops writing to an other end that is gone: after several failures one behind the other, or one that took long, nothing is written until the back-off is over,
/// and then one write as a probe. Its owner's lock guards it; times are the provider's stamps.
/// </summary>
internal sealed class Circuit(TimeProvider time)
{
    private const int FailuresToOpen = 5;

    // Writes that hang until their own time-out are few; the rows behind them need not wait for five of those.
    private static readonly TimeSpan LongestStreak = TimeSpan.FromSeconds(10);

    private long _streakBegan;
    private long _opensAt;
    private bool _isAsked;

    public CircuitState State { get; private set; }

    /// <summary>Failures since the last write that the other end answered.</summary>
    public int Failures { get; private set; }

    /// <summary>Whether a write may begin now; then the caller begins one. Else how long to wait before asking again, at most.</summary>
    public bool MayBegin(long now, out TimeSpan wait)
    {
        wait = Timeout.InfiniteTimeSpan;
        if (State == CircuitState.Closed)
            return true;
        if (State == CircuitState.HalfOpen)
            return false;
        wait = time.GetElapsedTime(now, _opensAt);
        if (wait > TimeSpan.Zero)
            return false;
        State = CircuitState.HalfOpen;
        return true;
    }

    /// <summary>The other end answered: true if it had been given up on.</summary>
    public bool Succeed()
    {
        var wasGone = State != CircuitState.Closed;
        (State, Failures) = (CircuitState.Closed, 0);
        return wasGone;
    }

    /// <summary>A write failed that began then: true if the other end is given up on with this.</summary>
    public bool Fail(long began, long now, long opensAt, bool isAsked, bool isProbe)
    {
        // Writes that were under way when it opened tell nothing new.
        if (State != CircuitState.Closed && !isProbe)
            return false;
        if (Failures++ == 0)
            _streakBegan = began;
        var opens = State == CircuitState.Closed && (Failures >= FailuresToOpen || time.GetElapsedTime(_streakBegan, now) >= LongestStreak);
        if (isProbe || opens)
            (State, _opensAt, _isAsked) = (CircuitState.Open, opensAt, isAsked);
        return opens;
    }

    /// <summary>A probe ended without an answer: the next write is one.</summary>
    public void Forget(long now)
    {
        if (State == CircuitState.HalfOpen)
            (State, _opensAt) = (CircuitState.Open, now);
    }

    /// <summary>The pipeline stops and has no time for the host's own back-off.</summary>
    public void Hurry(long now)
    {
        if (!_isAsked && _opensAt > now)
            _opensAt = now;
    }
}
