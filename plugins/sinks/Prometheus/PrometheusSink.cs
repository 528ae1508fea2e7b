using Microsoft.Extensions.Logging;
using Pipeline.Metrics.Binding;
using Pipeline.Sinks.Prometheus.Exposition;
using Pipeline.Sinks.Prometheus.Serving;
using Pipeline.Sinks.Prometheus.Store;

namespace Pipeline.Sinks.Prometheus;

/// <summary>Keeps the last figures of each series and serves them to whoever scrapes. A row is delivered when it has been put into its series.</summary>
internal sealed class PrometheusSink : ISink, IStarting, ISampling, IExclusive, IAsyncDisposable
{
    private readonly IComponentContext _context;
    private readonly ListenAddress _address;
    private readonly string _path;
    private readonly ConstantLabel[] _constants;
    private readonly SeriesStore _store;
    private readonly ScrapeCounts _scrapes = new();
    private FreshFigures? _fresh;
    private OwnFigures? _own;
    private ScrapeServer? _server;

    public PrometheusSink(PrometheusOptions options, IComponentContext context)
    {
        _context = context;
        _address = ListenAddress.Parse(options.Listen);
        _path = PathOf(options.Path);
        _constants = ConstantLabels.Of(options.Labels);
        _store = new SeriesStore(options, _constants, context.Environment);
    }

    /// <summary>The port, so that a configuration with two sinks on one is found wrong before it runs.</summary>
    public IReadOnlyList<Claim> Claims => _address.Port == 0 ? [] : [new Claim($"tcp {_address}", "listen")];

    public ISampled Upstream
    {
        set => _fresh = new FreshFigures(value, _context.Environment.Time);
    }

    /// <summary>Where it listens, once started.</summary>
    internal IReadOnlyCollection<string> Addresses => _server?.Addresses ?? [];

    public void Bind(IReadOnlyList<TableSchema> inputs)
    {
        foreach (var table in inputs)
            _store.Add(table);
        _own = new OwnFigures(_store, _scrapes, _context);
    }

    public async ValueTask StartAsync(CancellationToken stop)
    {
        var time = _context.Environment.Time;
        var figures = new ScrapeRequest(_store, _own!, _scrapes, _constants, time, _context.Log) { Fresh = _fresh };
        _server = new ScrapeServer(_address, new Endpoint(_path, figures), time, _context.Log);
        await _server.StartAsync(stop).ConfigureAwait(false);
        _context.Log.LogInformation("figures are at {Addresses}", string.Join(", ", Addresses.Select(address => address + _path)));
    }

    public ValueTask<Outcome> WriteAsync(RecordBatch batch, CancellationToken cancel) => new(_store.Take(batch));

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync().ConfigureAwait(false);
        _own?.Dispose();
    }

    private static string PathOf(string path) =>
        path is ['/', not '/', ..] && path is not (Endpoint.HealthyPath or Endpoint.ReadyPath) && path.All(c => c is > ' ' and < '\x7f' and not ('?' or '#' or '%'))
            ? path
            : throw new OptionException("path", $"not a path for the figures (got '{path}', expected one like /metrics, of printable ASCII and not {Endpoint.HealthyPath} or {Endpoint.ReadyPath})");
}
