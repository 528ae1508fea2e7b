namespace Pipeline.Sinks.Kafka.Native;

/// <summary>Whether a message is in its topic. rd_kafka_msg_status_t.</summary>
internal enum MessageStatus
{
    NotPersisted = 0,
    PossiblyPersisted = 1,
    Persisted = 2,
}
