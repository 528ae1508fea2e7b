using System.Text;
using Pipeline.Sinks.Prometheus.Binding;
using Pipeline.Sinks.Prometheus.Exposition;
using Pipeline.Sinks.Prometheus.Labels;
using Pipeline.Text;

namespace Pipeline.Sinks.Prometheus.Store;

/// <summary>
/// The series of one table. Rows come from one writer, scrapes read from any thread: they take the lock for a few series at a time, so that neither waits long for
/// the other.
/// </summary>
internal sealed class SeriesTable
{
    // Some 100 us of rendering at most.
    private const int SeriesALock = 64;

    private readonly Lock _lock = new();
    private readonly SeriesBudget _budget;
    private readonly BirthOrder _births;
    private readonly RowValues _values;
    private readonly SeriesClock _clock;
    private readonly Dictionary<byte[], int> _places = new(BytesComparer.Instance);
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _byLabels;
    private readonly List<Series?> _series = [];
    private readonly Stack<int> _free = [];
    private readonly LabelKey _key = new();
    private readonly string _host;
    private byte[] _foreignHost = [];

    /// <param name="binding">What the table's columns are.</param>
    /// <param name="host">This machine: rows of others carry their host's name.</param>
    /// <param name="budget">Shared by all tables.</param>
    /// <param name="births">Shared by all tables.</param>
    /// <param name="clock">Shared by all tables.</param>
    public SeriesTable(TableBinding binding, string host, SeriesBudget budget, BirthOrder births, SeriesClock clock)
    {
        Binding = binding;
        (_host, _budget, _births, _clock) = (host, budget, births, clock);
        _values = new RowValues(binding);
        _byLabels = _places.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public TableBinding Binding { get; }

    /// <summary>Takes the rows of a batch; those that cannot be are counted.</summary>
    public void Take(RecordBatch batch, RefusalCounts refused)
    {
        lock (_lock)
        {
            var now = _clock.Now;
            _foreignHost = batch.Origin.Host == _host ? [] : Encoding.UTF8.GetBytes(batch.Origin.Host);
            foreach (var label in Binding.Labels)
                label.Open(batch);
            for (var row = 0; row < batch.Rows; row++)
                if (Take(batch, row, now) is { } reason)
                    refused.Add(reason);
        }
    }

    /// <summary>Lets series go that were not updated in time.</summary>
    public void Sweep()
    {
        var now = _clock.Now;
        for (var place = 0; place >= 0;)
            lock (_lock)
            {
                var end = Math.Min(place + SeriesALock, _series.Count);
                for (; place < end; place++)
                    if (_series[place] is { } series && _clock.IsOver(series.Updated, now))
                        Remove(place);
                place = place < _series.Count ? place : -1;
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
            var (end, now) = (Math.Min(place + SeriesALock, _series.Count), _clock.Now);
            for (; place < end; place++)
                if (_series[place] is { } series && series.Birth <= lastBirth && !_clock.IsOver(series.Updated, now))
                    exposition.Write(output, column, Binding, series);
            return place < _series.Count ? place : -1;
        }
    }

    private Refusal? Take(RecordBatch batch, int row, long now)
    {
        ReadLabels(row);
        if (_key.IsTooLong)
            return Refusal.LabelsTooLong;
        if (!_values.AreSound(batch, row))
            return Refusal.NotACount;
        var isKnown = _byLabels.TryGetValue(_key.Written, out var place);
        if (isKnown && _clock.IsOver(_series[place]!.Updated, now))
        {
            Remove(place);
            isKnown = false;
        }

        if (!isKnown && (place = Add(batch, now)) < 0)
            return Refusal.SeriesFull;
        var series = _series[place]!;
        if (series.Source != batch.Origin.Source && _values.AreExclusive)
            return Refusal.OtherSource;
        _values.Update(series, batch, row);
        series.Updated = now;
        return null;
    }

    private void ReadLabels(int row)
    {
        _key.Clear();
        foreach (var label in Binding.Labels)
        {
            label.Write(_key.Begin(), row);
            _key.End();
        }

        TextLabel.Write(_key.Begin(), _foreignHost);
        _key.End();
    }

    private int Add(RecordBatch batch, long now)
    {
        if (!_budget.TryTake(Binding.Values.Count))
            return -1;
        var labels = _key.Written.ToArray();
        var series = new Series(labels, Binding.Numbers, Binding.Histograms, _births.Next())
        {
            Source = batch.Origin.Source,
            Updated = now,
            Start = _values.AreExclusive ? batch.Origin.Epoch : _clock.UnixNow,
        };
        if (!_free.TryPop(out var place))
        {
            place = _series.Count;
            _series.Add(null);
        }

        _series[place] = series;
        _places.Add(labels, place);
        return place;
    }

    private void Remove(int place)
    {
        _places.Remove(_series[place]!.Labels);
        _series[place] = null;
        _free.Push(place);
        _budget.Expire(Binding.Values.Count);
    }
}
