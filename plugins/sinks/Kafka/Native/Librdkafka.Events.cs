using System.Runtime.InteropServices;

namespace Pipeline.Sinks.Kafka.Native;

/// <content>Queues of events. An event's content is valid until the event is destroyed.</content>
internal static unsafe partial class Librdkafka
{
    /// <summary>The producer's own queue, to be destroyed before it.</summary>
    [LibraryImport(Library)]
    internal static partial nint rd_kafka_queue_get_main(nint producer);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_queue_destroy(nint queue);

    /// <summary>The next event; null after the time, or when the queue was told to yield.</summary>
    [LibraryImport(Library)]
    internal static partial nint rd_kafka_queue_poll(nint queue, int milliseconds);

    /// <summary>Has the poll that waits, or else the next one, return.</summary>
    [LibraryImport(Library)]
    internal static partial void rd_kafka_queue_yield(nint queue);

    /// <summary>Sends the log to the main queue (null) where the configuration has <c>log.queue</c>.</summary>
    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_set_log_queue(nint producer, nint queue);

    [LibraryImport(Library)]
    internal static partial EventTypes rd_kafka_event_type(nint happened);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_event_destroy(nint happened);

    /// <summary>Takes up to so many messages out of the event.</summary>
    [LibraryImport(Library)]
    internal static partial nuint rd_kafka_event_message_array(nint happened, KafkaMessage** messages, nuint size);

    /// <summary>Whether a message that was not delivered may be in the topic all the same.</summary>
    [LibraryImport(Library)]
    internal static partial MessageStatus rd_kafka_message_status(KafkaMessage* message);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_event_error(nint happened);

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_event_error_string(nint happened);

    /// <summary>0, and the facility, the text and the severity as syslog has it.</summary>
    [LibraryImport(Library)]
    internal static partial int rd_kafka_event_log(nint happened, out byte* facility, out byte* text, out int level);

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_event_stats(nint happened);
}
