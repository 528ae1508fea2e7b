namespace Pipeline.Sinks.Kafka.Settings;

/// <summary>Which headers the sink adds of its own. Each costs librdkafka as much as a small message does.</summary>
internal enum MetadataHeaders
{
    All,
    Row,
    None,
}
