namespace Pipeline.Sinks.Kafka.Native;

/// <summary>rd_kafka_vtype_t.</summary>
internal enum ProduceArgumentKind
{
    End,
    TopicName,
    Topic,
    Partition,
    Value,
    Key,
    Opaque,
    Flags,
    Timestamp,
    Header,
    Headers,
}
