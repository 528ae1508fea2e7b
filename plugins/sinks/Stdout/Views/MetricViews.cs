using Microsoft.Extensions.Logging;

namespace Pipeline.Sinks.Stdout.Views;

/// <summary>
/// Shows the metric tables of a sink: takes their rows in, and when a reading that is due is whole, writes a view. A reading is whole when one with a later time
/// begins, when nothing more of it has come for a moment, or when the inputs have ended.
/// </summary>
internal sealed class MetricViews : IDisposable
{
    // Batches of one reading come together, if not held up by a transform that has much else to do.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    // Blocks come in powers of two, and a row takes more room built than kept.
    private const int ViewMemory = 2 * SeriesBudget.Default;

    private readonly Dictionary<TableSchema, MetricTable> _bySchema = [];
    private readonly List<MetricTable> _tables = [];
    private readonly StdoutOptions _options;
    private readonly ViewPrinter _printer;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SeriesBudget _budget;
    private readonly Arena _arena = new(ViewMemory);
    private long _lastRead;
    private bool _isFull;

    public MetricViews(StdoutOptions options, ViewPrinter printer, TimeProvider time, ILogger log, SeriesBudget? budget = null)
    {
        _options = options;
        _printer = printer;
        _time = time;
        _log = log;
        _budget = budget ?? new SeriesBudget(SeriesBudget.Default);
    }

    /// <summary>How long to wait for another batch until <see cref="Flush"/> is called; null: it need not be.</summary>
    public TimeSpan? Patience
    {
        get
        {
            TimeSpan? patience = null;
            foreach (var table in _tables)
            {
                TimeSpan? left = table.IsDue ? Left(Quiet, _lastRead) : GoesStale(table) ? Left(StaleAfter, table.TurnedAt) : null;
                if (left < patience || patience is null)
                    patience = left ?? patience;
            }

            return patience;
        }
    }

    private TimeSpan StaleAfter => 2 * _options.Every!.Value;

    public void Add(TableSchema table, IRowWriter writer)
    {
        var metric = new MetricTable(table, writer, _options, _budget, _arena);
        _tables.Add(metric);
        _bySchema.Add(table, metric);
    }

    public bool Has(TableSchema table) => _bySchema.ContainsKey(table);

    /// <summary>Takes a batch in, and shows what it made whole; the number of rows there was no room for.</summary>
    public int Take(RecordBatch batch, CancellationToken cancel)
    {
        ShowOverdue(cancel);
        var table = _bySchema[batch.Schema];
        table.Open(batch);
        var now = Now();
        var refused = 0;
        for (var row = 0; row < batch.Rows; row++)
        {
            var time = table.TimeOf(batch, row, now);
            if (table.IsDue && time > table.ReadAt)
                Show(isLast: false, cancel);
            if (!table.TryTake(batch, row, time))
                refused++;
        }

        _lastRead = _time.GetTimestamp();
        if (refused > 0 && !_isFull)
        {
            _isFull = true;
            _log.LogWarning("{Table} has more series than fit the sink's memory; those beyond are dropped as too_many_series. Narrow them with a filter, or aggregate them", batch.Schema.Name);
        }

        return refused;
    }

    /// <summary>Shows what rows of other tables would keep from being shown by coming without a pause.</summary>
    public void ShowOverdue(CancellationToken cancel)
    {
        if (_tables.Count > 0 && Patience == TimeSpan.Zero)
            Flush(isLast: false, cancel);
    }

    /// <summary>Shows what is due, or on the last call all there is.</summary>
    public void Flush(bool isLast, CancellationToken cancel)
    {
        if (isLast || _tables.Exists(table => table.IsDue || IsStale(table)))
            Show(isLast, cancel);
    }

    public void Dispose()
    {
        foreach (var table in _tables)
            table.Dispose();
    }

    private void Show(bool isLast, CancellationToken cancel)
    {
        var now = _time.GetTimestamp();
        var readAt = long.MinValue;
        foreach (var table in _tables)
        {
            if (isLast ? table.IsPending : table.IsDue)
            {
                table.Turn(_printer.Limit, now);
                readAt = Math.Max(readAt, table.ReadAt);
            }
            else if (IsStale(table))
            {
                table.Forget();
            }
        }

        // A screen is drawn anew also to say that there is nothing, but not for nothing at the very end.
        if (_printer.Clears ? !isLast || _tables.Exists(table => !table.IsEmpty && table.TurnedAt == now) : _tables.Exists(table => !table.IsEmpty))
            _printer.Print(_tables, readAt == long.MinValue ? Now() : readAt, cancel);
        if (!_printer.Clears)
            foreach (var table in _tables)
                table.Forget();
    }

    /// <summary>Whether the screen will tell of an interval that is over.</summary>
    private bool GoesStale(MetricTable table) => _printer.Clears && table.IsOfInterval && !table.IsEmpty;

    private bool IsStale(MetricTable table) => GoesStale(table) && Left(StaleAfter, table.TurnedAt) == TimeSpan.Zero;

    private long Now() => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    private TimeSpan Left(TimeSpan whole, long since)
    {
        var left = whole - _time.GetElapsedTime(since);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
