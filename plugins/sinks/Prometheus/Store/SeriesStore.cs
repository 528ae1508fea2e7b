using Pipeline.Metrics.Binding;
using Pipeline.Metrics.Store;

namespace Pipeline.Sinks.Prometheus.Store;

/// <summary>The series of all tables. One writer, any number of scrapes.</summary>
internal sealed class SeriesStore
{
    private readonly Dictionary<TableSchema, SeriesTable> _tables = [];
    private readonly Dictionary<ValueColumn, SeriesTable> _byColumn = [];
    private readonly RefusalCounts _batch = new();
    private readonly SeriesClock _clock;
    private readonly IReadOnlyList<ConstantLabel> _constants;
    private readonly string _host;
    private readonly long _sweepInterval;
    private long _swept;

    /// <param name="options">How much is kept for how long.</param>
    /// <param name="constants">Labels of every series.</param>
    /// <param name="environment">Whose host it is, and the clock.</param>
    public SeriesStore(PrometheusOptions options, IReadOnlyList<ConstantLabel> constants, HostEnvironment environment)
    {
        _clock = new SeriesClock(environment.Time, options.Expire);
        _sweepInterval = _clock.Ticks(options.Expire / 4);
        _swept = _clock.Now;
        (_constants, _host) = (constants, environment.HostName);
        Budget = new SeriesBudget(options.MaxSeries);
    }

    public FamilyCatalog Catalog { get; } = new();

    public SeriesBudget Budget { get; }

    public BirthOrder Births { get; } = new();

    public RefusalCounts Refused { get; } = new();

    /// <summary>Adds an input table.</summary>
    /// <exception cref="OptionException">It cannot be scraped, or has a metric that another has.</exception>
    public void Add(TableSchema schema) => _tables.Add(schema, Make(schema, Budget));

    /// <summary>Adds a table of the sink's own, whose rows count for nothing.</summary>
    /// <exception cref="OptionException">An input has a metric of that name.</exception>
    public SeriesTable AddOwn(TableSchema schema) => Make(schema, new SeriesBudget(int.MaxValue));

    /// <summary>Takes the rows of a batch of an added table.</summary>
    public Outcome Take(RecordBatch batch)
    {
        var now = _clock.Now;
        // Nobody may ever scrape, and those who come later need the room.
        if (now - _swept >= _sweepInterval)
        {
            _swept = now;
            foreach (var table in _tables.Values)
                table.Sweep();
        }

        _batch.Clear();
        _tables[batch.Schema].Take(batch, _batch);
        Refused.Add(_batch);
        return _batch.Outcome;
    }

    /// <summary>The table that has a column's series.</summary>
    public SeriesTable TableOf(ValueColumn column) => _byColumn[column];

    private SeriesTable Make(TableSchema schema, SeriesBudget budget)
    {
        var binding = new TableBinding(schema, _constants);
        var table = new SeriesTable(new SeriesIndex(binding, _host, budget, Births, _clock), _clock);
        Catalog.Add(binding);
        foreach (var column in binding.Values)
            _byColumn.Add(column, table);
        return table;
    }
}
