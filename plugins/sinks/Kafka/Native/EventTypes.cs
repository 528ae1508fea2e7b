namespace Pipeline.Sinks.Kafka.Native;

/// <summary>What an event tells, and which are wanted. RD_KAFKA_EVENT_*.</summary>
[Flags]
internal enum EventTypes
{
    None = 0,
    DeliveryReports = 1,
    Log = 4,
    Error = 8,
    Statistics = 0x40,
}
