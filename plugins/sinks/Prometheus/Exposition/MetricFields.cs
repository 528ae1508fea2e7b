using Pipeline.Metrics.Buckets;

namespace Pipeline.Sinks.Prometheus.Exposition;

/// <summary>Field numbers and values of <c>io.prometheus.client</c>, message by message, and of <c>google.protobuf.Timestamp</c>.</summary>
internal static class MetricFields
{
    public const int FamilyName = 1, FamilyHelp = 2, FamilyType = 3, FamilyMetric = 4, FamilyUnit = 5;
    public const ulong Counter = 0, Gauge = 1, Histogram = 4;

    public const int MetricLabel = 1, MetricGauge = 2, MetricCounter = 3, MetricHistogram = 7;

    public const int LabelName = 1, LabelValue = 2;

    // Of a gauge and of a counter.
    public const int NumberValue = 1;
    public const int CounterCreated = 3;

    public const int SampleCount = 1, SampleSum = 2, Bucket = 3, HistogramCreated = 15;
    public const int BucketCount = 1, BucketBound = 2;

    public static readonly NativeHistogramFields NativeHistogram = new(Schema: 5, ZeroThreshold: 6, ZeroCount: 7, PositiveSpan: 12, PositiveDelta: 13);

    public const int Seconds = 1, Nanoseconds = 2;
}
