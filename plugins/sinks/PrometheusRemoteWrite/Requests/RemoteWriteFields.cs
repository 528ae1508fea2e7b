using Pipeline.Metrics.Buckets;

namespace Pipeline.Sinks.PrometheusRemoteWrite.Requests;

/// <summary>Field numbers of <c>prometheus.WriteRequest</c> and of <c>io.prometheus.write.v2.Request</c>, message by message, and what both have alike.</summary>
internal static class RemoteWriteFields
{
    public const int OneSeries = 1, OneLabels = 1, OneSamples = 2, OneHistograms = 4;
    public const int LabelName = 1, LabelValue = 2;

    public const int TwoSymbols = 4, TwoSeries = 5;
    public const int TwoLabelReferences = 1, TwoSamples = 2, TwoHistograms = 3, TwoMetadata = 5;

    // Version 2 had its start first with the series, and now has it with each sample: receivers of either draft pass over what they do not know.
    public const int TwoSeriesStart = 6, TwoSampleStart = 3, TwoHistogramStart = 17;

    public const int MetadataType = 1, MetadataHelp = 3, MetadataUnit = 4;
    public const ulong Counter = 1, Gauge = 2, Histogram = 3;

    public const int SampleValue = 1, SampleTime = 2;
    public const int HistogramCount = 1, HistogramSum = 3, HistogramTime = 15;

    public static readonly NativeHistogramFields NativeHistogram = new(Schema: 4, ZeroThreshold: 5, ZeroCount: 6, PositiveSpan: 11, PositiveDelta: 12);
}
