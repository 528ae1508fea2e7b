using System.Runtime.InteropServices;

namespace Pipeline.Sinks.Kafka.Native;

/// <summary>
/// librdkafka/rdkafka.h, as far as a producer needs it. Every function may be called on any thread. Texts are UTF-8 and end with a NUL; those returned belong to
/// the library unless said otherwise.
/// </summary>
internal static unsafe partial class Librdkafka
{
    /// <summary>The file, as the loader finds it.</summary>
    internal const string Library = "librdkafka.so.1";

    /// <summary>Debian's package with it.</summary>
    internal const string Package = "librdkafka1";

    /// <summary>The type of a producer.</summary>
    internal const int Producer = 0;

    /// <summary>Version as 0xMMmmrrpp.</summary>
    [LibraryImport(Library)]
    internal static partial int rd_kafka_version();

    /// <summary>Takes the configuration over if it succeeds; 0 and a reason if not.</summary>
    [LibraryImport(Library)]
    internal static partial nint rd_kafka_new(int type, ConfHandle conf, byte* reason, nuint reasonSize);

    /// <summary>Waits for the producer's threads.</summary>
    [LibraryImport(Library)]
    internal static partial void rd_kafka_destroy(nint producer);

    /// <summary>Messages that are queued, in flight, or whose report nobody has taken.</summary>
    [LibraryImport(Library)]
    internal static partial int rd_kafka_outq_len(nint producer);

    /// <summary>Ends messages with an error instead of sending them.</summary>
    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_purge(nint producer, PurgeFlags flags);

    /// <summary>The error after which the producer takes nothing any more; none if it is well.</summary>
    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_fatal_error(nint producer, byte* reason, nuint reasonSize);

    /// <summary>Brings such an error about, which nothing else does at will.</summary>
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ErrorCode rd_kafka_test_fatal_error(nint producer, ErrorCode error, string reason);

    /// <summary>Null, or an error the caller destroys; the payload is copied, headers are taken over, both only on success.</summary>
    [LibraryImport(Library)]
    internal static partial nint rd_kafka_produceva(nint producer, ProduceArgument* arguments, nuint count);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial ErrorCode rd_kafka_error_code(nint error);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_error_destroy(nint error);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial nint rd_kafka_headers_new(nuint count);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_headers_destroy(nint headers);

    /// <summary>Copies name and value.</summary>
    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial ErrorCode rd_kafka_header_add(nint headers, byte* name, nint nameSize, byte* value, nint valueSize);

    /// <summary>Takes the topic's configuration over.</summary>
    [LibraryImport(Library)]
    internal static partial nint rd_kafka_topic_new(nint producer, byte* name, nint conf);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_topic_destroy(nint topic);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_default_topic_conf_dup(nint producer);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_topic_conf_set_opaque(nint conf, void* opaque);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_topic_conf_set_partitioner_cb(
        nint conf, delegate* unmanaged<nint, void*, nuint, int, void*, nint, int> partitioner);

    /// <summary>For checks of the machine: whether the library is there.</summary>
    internal static bool IsInstalled
    {
        get
        {
            try
            {
                return rd_kafka_version() != 0;
            }
            catch (DllNotFoundException)
            {
                return false;
            }
        }
    }
}
