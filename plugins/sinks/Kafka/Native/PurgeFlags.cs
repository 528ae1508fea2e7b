namespace Pipeline.Sinks.Kafka.Native;

/// <summary>Which messages to end. RD_KAFKA_PURGE_F_*.</summary>
[Flags]
internal enum PurgeFlags
{
    Queue = 1,
    InFlight = 2,
}
