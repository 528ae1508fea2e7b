namespace Pipeline.Metrics.Store;

/// <summary>Numbers label sets in the order in which they came. Thread-safe.</summary>
internal sealed class BirthOrder
{
    private long _last;

    /// <summary>The youngest there is.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>The next one's number.</summary>
    public long Next() => Interlocked.Increment(ref _last);
}
