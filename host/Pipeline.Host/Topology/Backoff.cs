namespace Pipeline.Host.Topology;

/// <summary>
/// Exponential back-off with full jitter, from 100 ms to 30 s; a component that has gone well for longer than the longest wait begins anew.
/// </summary>
internal sealed class Backoff(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    // A plugin may ask for any wait; timers take no more than 49 days.
    private static readonly TimeSpan LongestAsked = TimeSpan.FromDays(1);

    private long _lastFailure = long.MinValue;
    private TimeSpan _ceiling = First;

    /// <summary>How long to wait after a failure now.</summary>
    public TimeSpan Next()
    {
        var now = time.GetTimestamp();
        if (_lastFailure != long.MinValue && time.GetElapsedTime(_lastFailure, now) > Longest + _ceiling)
            _ceiling = First;
        _lastFailure = now;
        var wait = First + (_ceiling - First) * Random.Shared.NextDouble();
        _ceiling = _ceiling * 2 > Longest ? Longest : _ceiling * 2;
        return wait;
    }

    /// <summary>Waits that long, or until <paramref name="hurry"/>: a stopping pipeline does not wait for a better time.</summary>
    public async Task WaitAsync(TimeSpan atLeast, CancellationToken hurry)
    {
        var wait = Next();
        if (atLeast > wait)
            wait = atLeast < LongestAsked ? atLeast : LongestAsked;
        await Task.Delay(wait, time, hurry).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
