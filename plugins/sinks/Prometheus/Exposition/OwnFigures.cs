using System.Collections.Immutable;
using System.Text;
using Pipeline.Metrics.Store;
using Pipeline.Sinks.Prometheus.Store;

namespace Pipeline.Sinks.Prometheus.Exposition;

/// <summary>The sink's own figures, which each scrape finds among the others'.</summary>
internal sealed class OwnFigures : IDisposable
{
    private const int MemoryBytes = 64 << 10;

    private static readonly Refusal[] Reasons = Enum.GetValues<Refusal>();

    private readonly Lock _lock = new();
    private readonly RefusalCounts _none = new();
    private readonly SeriesStore _store;
    private readonly ScrapeCounts _scrapes;
    private readonly BatchOrigin _origin;
    private readonly byte[] _sink;
    private readonly SeriesTable _stateTable;
    private readonly SeriesTable _refusedTable;
    private readonly BatchBuilder _state;
    private readonly BatchBuilder _refused;

    /// <param name="store">What it tells of, and is added to.</param>
    /// <param name="scrapes">What it tells of, too.</param>
    /// <param name="context">Whose figures they are.</param>
    /// <exception cref="OptionException">An input has a metric of that name.</exception>
    public OwnFigures(SeriesStore store, ScrapeCounts scrapes, IComponentContext context)
    {
        var arena = new Arena(MemoryBytes);
        (_store, _scrapes, _sink) = (store, scrapes, Encoding.UTF8.GetBytes(context.Name));
        var started = (context.Environment.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        _origin = new BatchOrigin(context.Environment.HostName, context.Name, started);
        _stateTable = store.AddOwn(State);
        _refusedTable = store.AddOwn(RefusedRows);
        _state = new BatchBuilder(State, arena, 1);
        _refused = new BatchBuilder(RefusedRows, arena, Reasons.Length);
    }

    private static TableSchema State { get; } = Table(
        "pipeline_prometheus",
        Value("series", Instrument.Gauge, "Series kept, a histogram counting as one."),
        Value("series_limit", Instrument.Gauge, "Series that may be kept."),
        Value("expired_series", Instrument.Counter, "Series let go because no row came for them in time."),
        Value("scrapes", Instrument.Counter, "Scrapes answered."),
        Value("refused_scrapes", Instrument.Counter, "Scrapes turned away because there were too many at once."),
        Value("cut_scrapes", Instrument.Counter, "Scrapes broken off because the scraper went away or read too slowly."));

    private static TableSchema RefusedRows { get; } = Table(
        "pipeline_prometheus_refused_rows",
        Label("reason"),
        Value("rows", Instrument.Counter, "Rows that were not taken, by reason."));

    /// <summary>Brings them up to date.</summary>
    public void Refresh()
    {
        lock (_lock)
        {
            _state.AddRow();
            _state.Set(0, _sink);
            var column = 0;
            foreach (var value in (ReadOnlySpan<long>)[_store.Budget.Used, _store.Budget.Limit, _store.Budget.Expired, _scrapes.Served, _scrapes.Refused, _scrapes.Cut])
                _state.Set(++column, value);
            foreach (var reason in Reasons)
            {
                _refused.AddRow();
                _refused.Set(0, _sink);
                _refused.Set(1, Encoding.ASCII.GetBytes(reason.Word()));
                _refused.Set(2, _store.Refused[reason]);
            }

            Take(_state, _stateTable);
            Take(_refused, _refusedTable);
        }
    }

    public void Dispose()
    {
        _state.Dispose();
        _refused.Dispose();
    }

    private static TableSchema Table(string name, params ImmutableArray<ColumnSchema> columns) => new(name, TableKind.Metric, [Label("sink"), .. columns]);

    private static ColumnSchema Label(string name) => new(name, ColumnType.Utf8);

    private static ColumnSchema Value(string name, Instrument instrument, string help) =>
        new(name, ColumnType.I64) { Unit = "1", Instrument = instrument, Help = help };

    private void Take(BatchBuilder rows, SeriesTable table)
    {
        var batch = rows.Build(_origin, 0)!;
        table.Take(batch, _none);
        batch.Release();
    }
}
