namespace Pipeline.Sinks.Kafka.Settings;

/// <summary>What becomes of rows whose topic the brokers do not have, and do not make.</summary>
internal enum UnknownTopic
{
    Retry,
    Refuse,
}
