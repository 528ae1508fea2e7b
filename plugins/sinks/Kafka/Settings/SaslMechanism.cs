namespace Pipeline.Sinks.Kafka.Settings;

/// <summary>Ways to log in with a name and a password. Others need librdkafka's own properties.</summary>
internal enum SaslMechanism
{
    None,
    Plain,
    ScramSha256,
    ScramSha512,
}
