using Microsoft.Extensions.Logging;
using Pipeline.Sinks.Kafka.Messages;
using Pipeline.Sinks.Kafka.Native;
using Pipeline.Sinks.Kafka.Producing;
using Pipeline.Sinks.Kafka.Protobuf;
using Pipeline.Sinks.Kafka.Settings;

namespace Pipeline.Sinks.Kafka;

/// <summary>
/// Produces rows to Kafka. Writes are handed to librdkafka one after the other; each ends when the brokers have answered for all its rows, so that
/// several are under way at once.
/// </summary>
internal sealed class KafkaSink : IBulkSink, IConcurrentSink, IStarting, IExclusive, IMeasured, IAsyncDisposable
{
    private readonly KafkaOptions _options;
    private readonly ILogger _log;
    private readonly ClientLog _clientLog;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _ending = new();
    private readonly MessageSender _sender = new();
    private IReadOnlyList<Setting> _settings;
    private ProtoFile? _protoFile;
    private RowFeed? _feed;
    private IReadOnlyList<TableSchema> _tables = [];
    private EmbeddedBrokers? _embedded;
    private volatile Producer? _producer;

    public KafkaSink(KafkaOptions options, IComponentContext context)
    {
        (_options, _log) = (options, context.Log);
        _clientLog = new ClientLog(context.Log, context.Environment.Time);
        _settings = ClientSettings.Of(options, $"pipeline-{context.Name}");
        // Without the library there is nothing to check against; the start says that it is missing.
        if (Librdkafka.IsInstalled)
            ClientConfiguration.Create(_settings).Dispose();
    }

    public BulkSize Preferred => new(Rows: 10_000, new ByteSize(4 << 20), TimeSpan.FromMilliseconds(50));

    public int MostWrites => 8;

    public IReadOnlyList<Claim> Claims => _options.ProtoFile.Length == 0 ? [] : [new Claim($"file {Path.GetFullPath(_options.ProtoFile)}", "proto_file")];

    public void Bind(IReadOnlyList<TableSchema> inputs)
    {
        var tables = TableBinder.Bind(inputs, _options);
        _tables = [.. tables.Keys];
        _feed = _options.Encoding is MessageEncoding.Json or MessageEncoding.Protobuf
            ? new SingleRows(tables, _sender, _options)
            : new ManyRows(tables, _sender, _options);
        _protoFile = _options.ProtoFile.Length > 0 ? new ProtoFile(_options.ProtoFile, _tables) : null;
    }

    public ValueTask StartAsync(CancellationToken stop)
    {
        if (!Librdkafka.IsInstalled)
            throw new UnavailableException($"{Librdkafka.Library} is missing: apt-get install {Librdkafka.Package}");
        Security.CheckFiles(_settings);
        _protoFile?.Write();
        if (_options.Brokers == KafkaOptions.Embedded)
        {
            _embedded = new EmbeddedBrokers();
            _settings = [.. _settings, new Setting("bootstrap.servers", _embedded.Addresses, "")];
            _log.LogWarning(
                "the brokers are in this process, for trying: they keep 5 MiB of a partition, forget the rest without a word, and end with it. Read with: kcat -b {Addresses} -C -t TOPIC",
                _embedded.Addresses);
        }

        _producer = Produce();
        return ValueTask.CompletedTask;
    }

    public async ValueTask<Outcome> WriteAsync(IReadOnlyList<RecordBatch> batches, CancellationToken cancel)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancel, _ending.Token);
        await _turn.WaitAsync(giveUp.Token).ConfigureAwait(false);
        Write write;
        try
        {
            write = await HandOverAsync(batches, giveUp.Token).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }

        await write.Reported.WaitAsync(giveUp.Token).ConfigureAwait(false);
        var outcome = OutcomeOfWrite.Of(write, batches, _options.UnknownTopic);
        write.Recycle();
        return outcome;
    }

    public IReadOnlyList<Figure> ReadFigures() => _producer?.Figures ?? [];

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        // Whoever hands rows over still uses what is freed here.
        await _turn.WaitAsync().ConfigureAwait(false);
        if (_producer is not null)
            await _producer.DisposeAsync().ConfigureAwait(false);
        _embedded?.Dispose();
        _sender.Dispose();
        _turn.Dispose();
        _ending.Dispose();
    }

    /// <summary>For tests: what only a broker that loses its memory brings about.</summary>
    internal void BreakProducer() => _producer!.Break();

    private async ValueTask<Write> HandOverAsync(IReadOnlyList<RecordBatch> batches, CancellationToken cancel)
    {
        if (_producer!.FatalError is { } problem)
        {
            _log.LogWarning("the producer is replaced, its rows are offered again: {Problem}", problem);
            // Not left to the host: it would count rows as dropped that nobody refused.
            await _producer.DisposeAsync().ConfigureAwait(false);
            _producer = Produce();
        }

        var (producer, rows) = (_producer, new Handover(batches));
        var write = producer.Writes.Begin();
        try
        {
            while (!_feed!.Continue(producer, write, rows))
            {
                // Asked for before the second try, so that a report between the two is not missed.
                var room = producer.RoomAsync();
                if (_feed.Continue(producer, write, rows))
                    break;
                await room.WaitAsync(cancel).ConfigureAwait(false);
            }
        }
        finally
        {
            producer.Writes.Close(write);
        }

        return write;
    }

    private Producer Produce() => new(_settings, _options.PartitionBy, _tables, _clientLog);
}
