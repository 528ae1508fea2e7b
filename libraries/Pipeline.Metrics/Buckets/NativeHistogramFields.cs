namespace Pipeline.Metrics.Buckets;

/// <summary>Field numbers of a native histogram's buckets, which are the same messages in the exposition and in remote write but for these.</summary>
internal sealed record NativeHistogramFields(int Schema, int ZeroThreshold, int ZeroCount, int PositiveSpan, int PositiveDelta);
