using System.Runtime.InteropServices;

namespace Pipeline.Sinks.Kafka.Native;

/// <content>librdkafka/rdkafka_mock.h: brokers in the process.</content>
internal static unsafe partial class Librdkafka
{
    /// <summary>The cluster that <c>test.mock.num.brokers</c> made; ends with its client.</summary>
    [LibraryImport(Library)]
    internal static partial nint rd_kafka_handle_mock_cluster(nint client);

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_mock_cluster_bootstraps(nint cluster);
}
