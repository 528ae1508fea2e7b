namespace Pipeline.Sinks.Kafka.Settings;

/// <summary>Values of librdkafka's <c>compression.codec</c>.</summary>
internal enum Compression
{
    None,
    Gzip,
    Snappy,
    Lz4,
    Zstd,
}
