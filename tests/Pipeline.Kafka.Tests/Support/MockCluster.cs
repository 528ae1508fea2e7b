using System.Runtime.InteropServices;
using Pipeline.Sinks.Kafka;
using Pipeline.Sinks.Kafka.Native;

namespace Pipeline.Kafka.Tests.Support;

/// <summary>librdkafka's brokers under a client of the test's own, with their ways to fail.</summary>
internal sealed unsafe partial class MockCluster : IDisposable
{
    /// <summary>The request that carries messages.</summary>
    public const short Produce = 0;

    private const string Library = "librdkafka.so.1";

    private readonly nint _client;
    private readonly nint _cluster;

    public MockCluster(int brokers = 1)
    {
        var conf = rd_kafka_conf_new();
        var reason = stackalloc byte[512];
        Assert.Equal(0, rd_kafka_conf_set(conf, "test.mock.num.brokers", $"{brokers}", reason, 512));
        Assert.Equal(0, rd_kafka_conf_set(conf, "log_level", "0", reason, 512));
        using (new BlockedSignals())
            _client = rd_kafka_new(0, conf, reason, 512);
        _cluster = rd_kafka_handle_mock_cluster(_client);
        Addresses = Marshal.PtrToStringUTF8(rd_kafka_mock_cluster_bootstraps(_cluster))!;
    }

    public string Addresses { get; }

    /// <summary>
    /// Of a sink whose rows shall arrive, on a machine that stands still for minutes too. The brokers keep no account of idempotent producers: what librdkafka sends again
    /// because no answer came within a third of the time-out is there twice.
    /// </summary>
    public KafkaOptions Patient => new() { Brokers = Addresses, Timeout = TimeSpan.FromMinutes(15) };

    public void CreateTopic(string name, int partitions) => Assert.Equal(0, rd_kafka_mock_topic_create(_cluster, name, partitions, 1));

    /// <summary>Whoever asks for the topic is told so; 0: no more.</summary>
    public void FailTopic(string name, int error) => rd_kafka_mock_topic_set_error(_cluster, name, error);

    public void SetDown(int broker = 1) => Assert.Equal(0, rd_kafka_mock_broker_set_down(_cluster, broker));

    public void SetUp(int broker = 1) => Assert.Equal(0, rd_kafka_mock_broker_set_up(_cluster, broker));

    /// <summary>What an answer takes.</summary>
    public void SetRoundTrip(int milliseconds, int broker = 1) => Assert.Equal(0, rd_kafka_mock_broker_set_rtt(_cluster, broker, milliseconds));

    /// <summary>The next requests of a kind are answered with these errors, one each.</summary>
    public void FailRequests(short request, params ReadOnlySpan<int> errors)
    {
        fixed (int* first = errors)
            rd_kafka_mock_push_request_errors_array(_cluster, request, (nuint)errors.Length, first);
    }

    public void Dispose() => rd_kafka_destroy(_client);

    [LibraryImport(Library)]
    private static partial nint rd_kafka_conf_new();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int rd_kafka_conf_set(nint conf, string name, string value, byte* reason, nuint size);

    [LibraryImport(Library)]
    private static partial nint rd_kafka_new(int type, nint conf, byte* reason, nuint size);

    [LibraryImport(Library)]
    private static partial void rd_kafka_destroy(nint client);

    [LibraryImport(Library)]
    private static partial nint rd_kafka_handle_mock_cluster(nint client);

    [LibraryImport(Library)]
    private static partial nint rd_kafka_mock_cluster_bootstraps(nint cluster);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int rd_kafka_mock_topic_create(nint cluster, string topic, int partitions, int replicas);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial void rd_kafka_mock_topic_set_error(nint cluster, string topic, int error);

    [LibraryImport(Library)]
    private static partial int rd_kafka_mock_broker_set_down(nint cluster, int broker);

    [LibraryImport(Library)]
    private static partial int rd_kafka_mock_broker_set_up(nint cluster, int broker);

    [LibraryImport(Library)]
    private static partial int rd_kafka_mock_broker_set_rtt(nint cluster, int broker, int milliseconds);

    [LibraryImport(Library)]
    private static partial void rd_kafka_mock_push_request_errors_array(nint cluster, short request, nuint count, int* errors);
}
