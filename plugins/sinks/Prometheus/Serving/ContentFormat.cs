namespace Pipeline.Sinks.Prometheus.Serving;

/// <summary>The formats a scraper can have.</summary>
internal enum ContentFormat
{
    Text,
    OpenMetrics,
    Protobuf,
}
