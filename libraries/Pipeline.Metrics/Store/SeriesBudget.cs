namespace Pipeline.Metrics.Store;

/// <summary>How many series there may be, all tables together: a label set counts once for each value column. Thread-safe.</summary>
internal sealed class SeriesBudget(int limit)
{
    private long _expired;
    private int _used;

    public int Limit => limit;

    /// <summary>Series there are.</summary>
    public int Used => Volatile.Read(ref _used);

    /// <summary>Series that were not updated in time.</summary>
    public long Expired => Volatile.Read(ref _expired);

    /// <summary>Takes room for a label set; false where there is none.</summary>
    public bool TryTake(int series)
    {
        if (Interlocked.Add(ref _used, series) <= limit)
            return true;
        Interlocked.Add(ref _used, -series);
        return false;
    }

    /// <summary>A label set has expired.</summary>
    public void Expire(int series)
    {
        Interlocked.Add(ref _used, -series);
        Interlocked.Add(ref _expired, series);
    }
}
