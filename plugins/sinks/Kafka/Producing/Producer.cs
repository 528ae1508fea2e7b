using Pipeline.Sinks.Kafka.Native;
using Pipeline.Sinks.Kafka.Settings;

namespace Pipeline.Sinks.Kafka.Producing;

/// <summary>
/// One client of librdkafka: messages go in on one thread at a time, reports come out on a thread of its own. Ends with <see cref="DisposeAsync"/>, which answers
/// every write that is under way.
/// </summary>
internal sealed unsafe class Producer : IAsyncDisposable
{
    // Nothing is sent at the end, so this is how long librdkafka's threads may take to notice.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);

    private readonly nint _client;
    private readonly TableHashes _tables;
    private readonly Reports _reports;
    private readonly Task _ended;

    /// <param name="settings">Checked settings.</param>
    /// <param name="partitionBy">How partitions are chosen.</param>
    /// <param name="tables">The tables in the order of their numbers.</param>
    /// <param name="client">What is told of what happens.</param>
    /// <exception cref="UnavailableException">librdkafka refuses the settings together.</exception>
    public Producer(IReadOnlyList<Setting> settings, PartitionBy partitionBy, IReadOnlyList<TableSchema> tables, ClientLog client)
    {
        using var conf = ClientConfiguration.Create(settings);
        Librdkafka.rd_kafka_conf_set_events(conf, EventTypes.DeliveryReports | EventTypes.Error | EventTypes.Log | EventTypes.Statistics);
        LargestMessage = (int)ClientConfiguration.Number(conf, "message.max.bytes");
        var reason = stackalloc byte[NativeText.ReasonSize];
        _client = Librdkafka.rd_kafka_new(Librdkafka.Producer, conf, reason, NativeText.ReasonSize);
        if (_client == 0)
            throw new UnavailableException($"librdkafka does not start: {NativeText.Of(reason)}");
        // The client owns it now.
        conf.SetHandleAsInvalid();
        Librdkafka.rd_kafka_set_log_queue(_client, 0);
        _tables = new TableHashes(tables);
        Topics = new Topics(_client, partitionBy, _tables.Memory);
        Writes = new WriteTable();
        _reports = new Reports(_client, Writes, client);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Serve(ended)) { IsBackground = true, Name = "kafka reports" }.Start();
        _ended = ended.Task;
    }

    /// <summary>Bytes of the largest message that the client takes, with its key and headers.</summary>
    public int LargestMessage { get; }

    public Topics Topics { get; }

    public WriteTable Writes { get; }

    /// <summary>What the client counted when it last told.</summary>
    public IReadOnlyList<Figure> Figures => _reports.Figures;

    /// <summary>Why it takes nothing any more, and another one has to be made; null as long as it is well.</summary>
    public string? FatalError
    {
        get
        {
            var reason = stackalloc byte[NativeText.ReasonSize];
            return Librdkafka.rd_kafka_fatal_error(_client, reason, NativeText.ReasonSize) == ErrorCode.None ? null : NativeText.Of(reason);
        }
    }

    /// <summary>Hands a message over: <see cref="ErrorCode.None"/>, or why not.</summary>
    public ErrorCode Send(ProduceArgument* arguments, int count)
    {
        var error = Librdkafka.rd_kafka_produceva(_client, arguments, (nuint)count);
        if (error == 0)
            return ErrorCode.None;
        var code = Librdkafka.rd_kafka_error_code(error);
        Librdkafka.rd_kafka_error_destroy(error);
        return code;
    }

    /// <summary>
    /// Ends when there may be room in the queue. Ask first, then try once more, then wait: a report in between is not missed.
    /// </summary>
    public Task RoomAsync() => _reports.NextAsync();

    /// <summary>For tests: as after an error that no idempotent producer survives.</summary>
    internal void Break() => Librdkafka.rd_kafka_test_fatal_error(_client, ErrorCode.OutOfOrderSequence, "test");

    public ValueTask DisposeAsync()
    {
        _reports.Stop();
        // A thread that hangs in a name server's answer is not worth the host's time.
        return new ValueTask(Task.WhenAny(_ended, Task.Delay(Farewell)));
    }

    private void Serve(TaskCompletionSource ended)
    {
        try
        {
            _reports.Serve();
        }
        finally
        {
            Topics.Close();
            _reports.Close();
            Librdkafka.rd_kafka_destroy(_client);
            _tables.Dispose();
            ended.SetResult();
        }
    }
}
