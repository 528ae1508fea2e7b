using System.Runtime.InteropServices;

namespace Pipeline.Sinks.Kafka.Native;

/// <content>Configurations.</content>
internal static unsafe partial class Librdkafka
{
    [LibraryImport(Library)]
    internal static partial ConfHandle rd_kafka_conf_new();

    [LibraryImport(Library)]
    internal static partial void rd_kafka_conf_destroy(nint conf);

    /// <summary>Sets a property of the client, or of all its topics. A reason is written where it fails.</summary>
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ConfResult rd_kafka_conf_set(ConfHandle conf, string name, string value, byte* reason, nuint reasonSize);

    /// <summary>Reads a property; the size is that of the buffer and becomes that of the value, NUL included.</summary>
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ConfResult rd_kafka_conf_get(ConfHandle conf, string name, byte* value, ref nuint size);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_conf_set_events(ConfHandle conf, EventTypes events);

    /// <summary>Writes all properties as a table to a FILE of the C library.</summary>
    [LibraryImport(Library)]
    internal static partial void rd_kafka_conf_properties_show(nint file);
}
