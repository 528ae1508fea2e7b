namespace Pipeline.Sinks.Stdout.Views;

/// <summary>Memory that all series of a sink may take together: whoever traces a machine with a million of them must not be without a host.</summary>
internal sealed class SeriesBudget(int limit)
{
    /// <summary>Enough for some 90,000 counters, or 20,000 histograms of 27 slots.</summary>
    public const int Default = 16 << 20;

    private int _used;

    public bool TryTake(int bytes)
    {
        if (bytes > limit - _used)
            return false;
        _used += bytes;
        return true;
    }

    public void Give(int bytes) => _used -= bytes;
}
