using Pipeline.Grouping;

namespace Pipeline.Transforms.Aggregate.Series;

/// <summary>
/// The series of one input table and what each told last. A running total is told again at each reading; what is added up is how much it grew, so that series
/// may come, go and begin anew without the sum of a group ever shrinking.
/// </summary>
internal sealed class SeriesReadings : IDisposable
{
    private readonly KeySchema _labels;
    private readonly SeriesState _state;
    private readonly int _most;
    private readonly int _startTime;
    private readonly Dictionary<(string Host, string Source), GroupTable> _tables = [];
    private BatchOrigin? _origin;
    private GroupTable? _table;
    private long _interval;

    /// <param name="table">A metric table.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="state">What is kept of each series.</param>
    /// <param name="mostSeries">How many of them are kept for each source.</param>
    public SeriesReadings(TableSchema table, KeySchema labels, SeriesState state, int mostSeries)
    {
        (_labels, _state, _most) = (labels, state, mostSeries);
        Reader = new KeyReader(labels, table);
        _startTime = table.StartTimeColumn is { } column ? table.Ordinal(column) : -1;
    }

    /// <summary>Reads the labels.</summary>
    public KeyReader Reader { get; }

    /// <summary>The series of a source: another's are others, though their labels are the same.</summary>
    /// <exception cref="ArenaExhaustedException">There is no memory for the first.</exception>
    public GroupTable Of(BatchOrigin origin, Arena arena)
    {
        if (!ReferenceEquals(origin, _origin))
        {
            var key = (origin.Host, origin.Source);
            if (!_tables.TryGetValue(key, out _table))
                _tables.Add(key, _table = new GroupTable(_labels, _state, _most) { Interval = _interval });
            _origin = origin;
        }

        _table!.Prepare(arena);
        return _table;
    }

    /// <summary>When a row's totals began, to be compared only: on the batch's clock, whose distance to Unix time is measured anew for each batch.</summary>
    public long StartOf(RecordBatch batch, int row) => _startTime < 0 ? batch.Origin.Epoch : batch.Column<long>(_startTime)[row];

    /// <summary>Ends an interval and forgets series without a reading for some.</summary>
    /// <param name="expireIntervals">How many; 0: none are forgotten.</param>
    public void EndInterval(long expireIntervals)
    {
        _interval++;
        foreach (var table in _tables.Values)
        {
            if (expireIntervals > 0)
                table.Keep(_interval - expireIntervals);
            table.Interval = _interval;
        }
    }

    public void Dispose()
    {
        foreach (var table in _tables.Values)
            table.Dispose();
    }
}
