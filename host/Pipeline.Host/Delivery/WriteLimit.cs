namespace Pipeline.Host.Delivery;

/// <summary>
/// How many writes at once go best: one more as long as round trips take no longer than they used to, fewer when they do, half when the other end wants less.
/// Its owner's lock guards it; times are the provider's stamps.
/// </summary>
internal sealed class WriteLimit(int most, TimeProvider time)
{
    // Round trips this much longer than before are no chance any more; between the two it is left alone.
    private const double SameRatio = 1.25;
    private const double LongerRatio = 1.6;
    private const double Decrease = 0.85;

    // Weight of a new round in what round trips used to take.
    private const double Weight = 0.3;

    private double _limit = 1;
    private TimeSpan _usual;
    private TimeSpan _sum;
    private int _count;
    private bool _wasReached;
    private long? _roundBegan;
    private long _lowered;

    /// <summary>Writes at once, now.</summary>
    public int Current => (int)_limit;

    /// <summary>What a round trip usually takes; zero before the first.</summary>
    public TimeSpan Usual => _usual;

    /// <summary>A write of which the other end took the rows has ended.</summary>
    public void Complete(long began, long now, int underWay)
    {
        _roundBegan ??= began;
        _sum += time.GetElapsedTime(began, now);
        _count++;
        _wasReached |= underWay >= Current;
        if (time.GetElapsedTime(_roundBegan.Value, now) < _usual)
            return;
        var mean = _sum / _count;
        if (_usual == TimeSpan.Zero)
            _usual = mean;
        var ratio = _usual > TimeSpan.Zero ? mean / _usual : 1;
        if (ratio > LongerRatio)
            _limit = Math.Max(1, _limit * Decrease);
        else if (ratio <= SameRatio && _wasReached)
            Raise();
        _usual += (mean - _usual) * Weight;
        (_sum, _count, _wasReached, _roundBegan) = (TimeSpan.Zero, 0, false, now);
    }

    /// <summary>The other end refused or failed. Writes that were under way together lower it once.</summary>
    public void Lower(long began, long now)
    {
        if (began < _lowered)
            return;
        (_limit, _lowered) = (Math.Max(1, _limit / 2), now);
    }

    /// <summary>One more.</summary>
    public void Raise() => _limit = Math.Min(most, _limit + 1);
}
