using Pipeline.Metrics.Store;
using Pipeline.Sinks.PrometheusRemoteWrite.Store;

namespace Pipeline.Sinks.PrometheusRemoteWrite.Requests;

/// <summary>Finds series for which no row came for long, and says so a millisecond after their last sample: whenever that is told, no later row comes too late.</summary>
internal sealed class StaleMarkers(IReadOnlyCollection<RemoteTable> tables, SeriesClock clock, SeriesWriter series, TimeSpan expire)
{
    private const int MostBytes = 1 << 20;

    private readonly List<(RemoteTable Table, int Place)> _over = [];
    private readonly long _interval = clock.Ticks(expire / 4);
    private long _swept = clock.Now;
    private long _since = clock.Now;

    /// <summary>How often to look.</summary>
    public TimeSpan Interval { get; } = expire / 4;

    /// <summary>Whether it is time to look.</summary>
    public bool AreDue => clock.Now - _swept >= _interval;

    /// <summary>The receiver was not to be reached, and rows that wait will come later than they should: no series is over before it is back for long enough.</summary>
    public void Wait() => _since = clock.Now;

    /// <summary>Writes markers of series that are over. Those that nothing was sent of go without.</summary>
    public void Write(RequestWriter output)
    {
        output.Clear();
        _over.Clear();
        var now = _swept = clock.Now;
        foreach (var table in tables)
            for (var place = 0; place < table.Index.Places && output.Length < MostBytes; place++)
            {
                if (table.Index[place] is not { } kept || !clock.IsOver(Math.Max(kept.Updated, _since), now))
                    continue;
                if (table.Sent(place).Time is var last && last != SentSeries.Never)
                    series.WriteStale(output, table, kept, last + 1);
                _over.Add((table, place));
            }
    }

    /// <summary>The receiver knows, or never will.</summary>
    public void Forget()
    {
        foreach (var (table, place) in _over)
            table.Index.Remove(place);
        _over.Clear();
    }
}
