using Microsoft.Extensions.Logging;
using Pipeline.Metrics.Binding;
using Pipeline.Metrics.Store;
using Pipeline.Sinks.PrometheusRemoteWrite.Requests;
using Pipeline.Sinks.PrometheusRemoteWrite.Sending;
using Pipeline.Sinks.PrometheusRemoteWrite.Store;

namespace Pipeline.Sinks.PrometheusRemoteWrite;

/// <summary>Writes rows of metric tables as samples to a receiver of Prometheus' remote write. A row is delivered when the receiver says that it has taken its samples.</summary>
internal sealed class PrometheusRemoteWriteSink : IBulkSink, IStarting, IGathering, IDisposable
{
    private readonly PrometheusRemoteWriteOptions _options;
    private readonly IComponentContext _context;
    private readonly ConstantLabel[] _constants;
    private readonly Dictionary<TableSchema, RemoteTable> _tables = [];
    private readonly RemoteReceiver _receiver;
    private readonly ProtocolChoice _protocol;
    private readonly SeriesClock _clock;
    private Delivery? _delivery;

    public PrometheusRemoteWriteSink(PrometheusRemoteWriteOptions options, IComponentContext context)
    {
        (_options, _context) = (options, context);
        _constants = ConstantLabels.Of(options.Labels);
        _receiver = new RemoteReceiver(options, context.Environment.Time);
        _protocol = new ProtocolChoice(options.Version);
        _clock = new SeriesClock(context.Environment.Time, options.Expire);
    }

    public BulkSize Preferred { get; } = new(10_000, new ByteSize(2 << 20), TimeSpan.FromSeconds(1));

    public TimeSpan? Patience => _delivery!.Patience;

    public void Bind(IReadOnlyList<TableSchema> inputs)
    {
        var (catalog, budget, births) = (new FamilyCatalog(), new SeriesBudget(_options.MaxSeries), new BirthOrder());
        foreach (var schema in inputs)
        {
            var binding = new TableBinding(schema, _constants);
            catalog.Add(binding);
            _tables.Add(schema, new RemoteTable(new SeriesIndex(binding, _context.Environment.HostName, budget, births, _clock), _constants));
        }

        var series = new SeriesWriter(_options.Histograms);
        var markers = new StaleMarkers(_tables.Values, _clock, series, _options.Expire);
        var sender = new RequestSender(_receiver, _protocol, _context.Log);
        _delivery = new Delivery(new RequestBuilder(_tables, _clock, series), markers, sender, _options.Timeout, _context);
    }

    public ValueTask StartAsync(CancellationToken stop)
    {
        _receiver.Open();
        _context.Log.LogInformation("samples go to {Receiver}", _receiver.Name);
        return ValueTask.CompletedTask;
    }

    public ValueTask<Outcome> WriteAsync(IReadOnlyList<RecordBatch> batches, CancellationToken cancel) => _delivery!.WriteAsync(batches, cancel);

    // Series go on with the next run: their end is not told when this one stops.
    public ValueTask FlushAsync(bool isLast, CancellationToken cancel) => isLast ? ValueTask.CompletedTask : _delivery!.MarkAsync(cancel);

    public void Dispose() => _receiver.Dispose();
}
