using System.Runtime.InteropServices;

namespace Pipeline.Servers.Broker;

/// <summary>What is used of rdkafka.h and rdkafka_mock.h. Those that return a number: 0, or one of librdkafka's error codes.</summary>
internal static partial class Librdkafka
{
    /// <summary>rd_kafka_type_t.</summary>
    internal const int Producer = 0;

    private const string Library = "librdkafka.so.1";

    /// <param name="type">rd_kafka_type_t.</param>
    /// <param name="configuration">0: defaults.</param>
    /// <param name="error">Where it says why it returns 0.</param>
    /// <param name="length">Room for that.</param>
    [LibraryImport(Library, EntryPoint = "rd_kafka_new")]
    internal static partial nint New(int type, nint configuration, ref byte error, nint length);

    [LibraryImport(Library, EntryPoint = "rd_kafka_destroy")]
    internal static partial void Destroy(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_new")]
    internal static partial nint ClusterNew(nint client, int brokers);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_destroy")]
    internal static partial void ClusterDestroy(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    internal static partial nint Bootstraps(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int TopicCreate(nint cluster, string topic, int partitions, int replicas);

    /// <summary>Each request of the kind takes one of the codes, 0 being none, until there are no more.</summary>
    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_push_request_errors_array")]
    internal static partial void PushRequestErrors(nint cluster, short api, nuint count, int[] codes);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_down")]
    internal static partial int BrokerSetDown(nint cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_up")]
    internal static partial int BrokerSetUp(nint cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_rtt")]
    internal static partial int BrokerSetRtt(nint cluster, int broker, int milliseconds);
}
