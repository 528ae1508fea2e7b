using Pipeline.Sinks.Kafka.Native;

namespace Pipeline.Sinks.Kafka.Producing;

/// <summary>librdkafka's mock cluster in this process, under a client of its own, so that it stays when a producer is replaced.</summary>
internal sealed unsafe class EmbeddedBrokers : IDisposable
{
    private readonly nint _client;

    /// <exception cref="UnavailableException">It does not start.</exception>
    public EmbeddedBrokers()
    {
        using var conf = Librdkafka.rd_kafka_conf_new();
        var reason = stackalloc byte[NativeText.ReasonSize];
        // It would say on standard error that it is a mock cluster, which the sink says itself.
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[("test.mock.num.brokers", "1"), ("log_level", "0")])
            if (Librdkafka.rd_kafka_conf_set(conf, name, value, reason, NativeText.ReasonSize) != ConfResult.Ok)
                throw new UnavailableException($"librdkafka has no embedded brokers: {NativeText.Of(reason)}");
        using (new BlockedSignals())
            _client = Librdkafka.rd_kafka_new(Librdkafka.Producer, conf, reason, NativeText.ReasonSize);
        if (_client == 0)
            throw new UnavailableException($"librdkafka's embedded brokers do not start: {NativeText.Of(reason)}");
        conf.SetHandleAsInvalid();
        Addresses = NativeText.Of(Librdkafka.rd_kafka_mock_cluster_bootstraps(Librdkafka.rd_kafka_handle_mock_cluster(_client)));
    }

    /// <summary>Where they listen, on loopback.</summary>
    public string Addresses { get; }

    public void Dispose() => Librdkafka.rd_kafka_destroy(_client);
}
