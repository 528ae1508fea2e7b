namespace Pipeline.Sinks.Prometheus.Exposition;

/// <summary>What became of requests for figures. Thread-safe.</summary>
internal sealed class ScrapeCounts
{
    private long _served;
    private long _refused;
    private long _cut;

    /// <summary>Answered whole.</summary>
    public long Served => Volatile.Read(ref _served);

    /// <summary>Turned away because there were too many at once.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Broken off: the scraper went away or read too slowly.</summary>
    public long Cut => Volatile.Read(ref _cut);

    public void Serve() => Interlocked.Increment(ref _served);

    public void Refuse() => Interlocked.Increment(ref _refused);

    public void Cancel() => Interlocked.Increment(ref _cut);
}
