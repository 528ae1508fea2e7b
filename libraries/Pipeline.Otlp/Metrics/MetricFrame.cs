namespace Pipeline.Otlp.Metrics;

/// <summary>Where an open metric and its open data begin.</summary>
internal readonly record struct MetricFrame(int Metric, int Data);
