using System.Collections.Concurrent;
using Pipeline.Otlp;
using Pipeline.Sinks.Otlp.Sending;
using Pipeline.Sinks.Otlp.Settings;
using Pipeline.Sinks.Otlp.Writing;

namespace Pipeline.Sinks.Otlp;

/// <summary>Sends rows to a receiver of OTLP: metric tables as metrics, span tables as traces, all others as logs.</summary>
internal sealed class OtlpSink : IBulkSink, IConcurrentSink, IStarting, IDisposable
{
    private readonly IComponentContext _context;
    private readonly Dictionary<OtlpSignal, SignalTarget> _targets;
    private readonly OtlpSettings _settings;
    private readonly LossLog _losses;
    private readonly Connections _connections = new();
    private readonly Dictionary<OtlpSignal, SignalLine> _lines = [];
    private readonly ConcurrentBag<Write> _idle = [];
    private IReadOnlyList<TableSchema> _tables = [];

    public OtlpSink(OtlpOptions options, IComponentContext context)
        : this(options, context, OtelEnvironment.OfProcess)
    {
    }

    internal OtlpSink(OtlpOptions options, IComponentContext context, OtelEnvironment environment)
    {
        (_context, _losses) = (context, new LossLog(context.Log));
        var reader = new TargetReader(options, environment);
        _targets = Enum.GetValues<OtlpSignal>().ToDictionary(signal => signal, reader.Read);
        _settings = new OtlpSettings { Resource = ResourceReader.Read(options, environment), HasRowIds = options.RowIds, Time = context.Environment.Time };
    }

    public BulkSize Preferred { get; } = new(8192, new ByteSize(1 << 20), TimeSpan.FromSeconds(1));

    public int MostWrites => 4;

    public void Bind(IReadOnlyList<TableSchema> inputs)
    {
        _tables = inputs;
        // Says what cannot be encoded.
        new OtlpEncoder(_settings, inputs).Dispose();
    }

    public ValueTask StartAsync(CancellationToken stop)
    {
        foreach (var signal in _tables.Select(OtlpTable.SignalOf).Distinct())
        {
            var target = _targets[signal];
            var words = new ServerWords($"{target.Where} ({signal.ToString().ToLowerInvariant()})", _context.Log, _context.Environment.Time);
            var sender = new Sender(target, _connections.To(target), _context.Environment.Time);
            _lines.Add(signal, new SignalLine(target, sender, new SignalState(_context.Environment.Time), words));
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask<Outcome> WriteAsync(IReadOnlyList<RecordBatch> batches, CancellationToken cancel)
    {
        var write = _idle.TryTake(out var idle) ? idle : new Write(_settings, _tables, _lines);
        // Not in a finally: after a throw nobody knows what it still holds.
        var outcome = await write.RunAsync(batches, cancel).ConfigureAwait(false);
        _losses.Look(write.Losses);
        _idle.Add(write);
        return outcome;
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var write))
            write.Dispose();
        _connections.Dispose();
    }
}
