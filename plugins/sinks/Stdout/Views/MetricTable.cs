namespace Pipeline.Sinks.Stdout.Views;

/// <summary>One metric table on its way to the screen: gathers readings, and makes the rows of views from them.</summary>
internal sealed class MetricTable : IDisposable
{
    // Rows built at a time: views are cut to what is shown, which is more only for whoever asks for all.
    private const int RowsOfBatch = 256;

    private static readonly BatchOrigin Origin = new("", "", 0);

    private readonly MetricColumns _columns;
    private readonly SeriesStore _store;
    private readonly ValueColumn? _order;
    private readonly ViewClock? _clock;
    private readonly BatchBuilder _builder;
    private readonly List<Series> _moved = [];
    private long _unixOffset;
    private long _shownUpTo = long.MinValue;

    public MetricTable(TableSchema table, IRowWriter writer, StdoutOptions options, SeriesBudget budget, Arena arena)
    {
        _columns = new MetricColumns(table);
        Writer = writer;
        _store = new SeriesStore(_columns, budget);
        _order = _columns.SortedBy(options.Sort);
        // Sums since the start are shown once, at the end, unless asked for more often: each reading has all of the one before.
        _clock = options.Every is not null || _columns.IsOfInterval ? new ViewClock(options.Every) : null;
        _builder = new BatchBuilder(table, arena, RowsOfBatch);
    }

    public IRowWriter Writer { get; }

    /// <summary>Whether figures stand for an interval, so that the last ones mean nothing once there are none for the next.</summary>
    public bool IsOfInterval => _columns.IsOfInterval;

    /// <summary>Whether there is a reading that no view has.</summary>
    public bool IsPending { get; private set; }

    /// <summary>Unix nanoseconds of the last reading.</summary>
    public long ReadAt { get; private set; }

    /// <summary>Whether that reading is due to be shown, as soon as it is whole.</summary>
    public bool IsDue => IsPending && _clock?.IsDue(ReadAt) == true;

    /// <summary>Timestamp of the last view.</summary>
    public long TurnedAt { get; private set; }

    /// <summary>Rows of the last view.</summary>
    public List<RecordBatch> View { get; } = [];

    /// <summary>Series that the last view had no room for.</summary>
    public int More { get; private set; }

    public bool IsEmpty => View.Count == 0;

    /// <summary>Turns to a batch.</summary>
    public void Open(RecordBatch batch)
    {
        _unixOffset = batch.UnixOffset;
        _store.Open(batch);
    }

    /// <summary>Unix nanoseconds at which a row was read: <paramref name="now"/> for a table that does not say.</summary>
    public long TimeOf(RecordBatch batch, int row, long now) => _columns.Time < 0 ? now : batch.Column<long>(_columns.Time)[row] + batch.UnixOffset;

    /// <summary>Takes a row in; false: there is no room for another series.</summary>
    public bool TryTake(RecordBatch batch, int row, long time)
    {
        if (!_store.TryTake(batch, row, time - batch.UnixOffset))
            return false;
        IsPending = true;
        ReadAt = time;
        return true;
    }

    /// <summary>Makes a view of what was gathered and begins the next one.</summary>
    /// <param name="limit">Most rows it may have.</param>
    /// <param name="now">The timestamp of it.</param>
    public void Turn(int limit, long now)
    {
        TurnedAt = now;
        Forget();
        _moved.Clear();
        _store.Collect(_moved);
        if (_order is { } order)
        {
            foreach (var series in _moved)
                series.Rank = order.Rank(SeriesStore.PieceOf(order, series.Shown));
            SeriesOrder.Sort(_moved);
        }

        var rows = Math.Min(limit, _moved.Count);
        for (var i = 0; i < rows; i++)
        {
            _store.Write(_builder, _moved[i], _columns.IsOfInterval ? long.MinValue : _shownUpTo);
            if (_builder.IsFull || i == rows - 1)
                View.Add(_builder.Build(Origin, 0, unixOffset: _unixOffset)!);
        }

        More = _moved.Count - rows;
        _moved.Clear();
        _store.Turn();
        _clock?.Turn(ReadAt);
        _shownUpTo = ReadAt - _unixOffset;
        IsPending = false;
    }

    /// <summary>Lets the rows of the last view go.</summary>
    public void Forget()
    {
        foreach (var batch in View)
            batch.Release();
        View.Clear();
        More = 0;
    }

    public void Dispose()
    {
        Forget();
        _builder.Dispose();
    }
}
