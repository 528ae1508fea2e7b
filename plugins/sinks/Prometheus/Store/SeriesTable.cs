using Pipeline.Metrics.Binding;
using Pipeline.Metrics.Store;
using Pipeline.Sinks.Prometheus.Exposition;
using Pipeline.Text;

namespace Pipeline.Sinks.Prometheus.Store;

/// <summary>
/// The series of one table. Rows come from one writer, scrapes read from any thread: they take the lock for a few series at a time, so that neither waits long for
/// the other.
/// </summary>
internal sealed class SeriesTable(SeriesIndex index, SeriesClock clock)
{
    // Some 100 us of rendering at most.
    private const int SeriesALock = 64;

    private readonly Lock _lock = new();

    public TableBinding Binding => index.Binding;

    /// <summary>Takes the rows of a batch; those that cannot be are counted.</summary>
    public void Take(RecordBatch batch, RefusalCounts refused)
    {
        lock (_lock)
        {
            var now = clock.Now;
            index.Open(batch);
            for (var row = 0; row < batch.Rows; row++)
                if (index.Find(row, now, out var reason) is var place and >= 0)
                    index.Update(place, row, now);
                else
                    refused.Add(reason);
        }
    }

    /// <summary>Lets series go that were not updated in time.</summary>
    public void Sweep()
    {
        var now = clock.Now;
        for (var place = 0; place >= 0;)
            lock (_lock)
            {
                var end = Math.Min(place + SeriesALock, index.Places);
                for (; place < end; place++)
                    if (index[place] is { } series && clock.IsOver(series.Updated, now))
                        index.Remove(place);
                place = place < index.Places ? place : -1;
            }
    }

    /// <summary>Writes some of a column's series and says where to go on, or -1 at the end.</summary>
    /// <param name="place">0, or where the call before said.</param>
    /// <param name="column">Which value.</param>
    /// <param name="lastBirth">The youngest series that is shown: one that comes, goes and comes again while a scrape runs must not be there twice.</param>
    /// <param name="exposition">The format.</param>
    /// <param name="output">Where to.</param>
    public int Write(int place, ValueColumn column, long lastBirth, MetricExposition exposition, ByteBuffer output)
    {
        lock (_lock)
        {
            var (end, now) = (Math.Min(place + SeriesALock, index.Places), clock.Now);
            for (; place < end; place++)
                if (index[place] is { } series && series.Birth <= lastBirth && !clock.IsOver(series.Updated, now))
                    exposition.Write(output, column, Binding, series);
            return place < index.Places ? place : -1;
        }
    }
}
