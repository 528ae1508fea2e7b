namespace Pipeline.Metrics.Binding;

/// <summary>The types of metric there are here.</summary>
internal enum MetricType
{
    Counter,
    Gauge,
    Histogram,
}
