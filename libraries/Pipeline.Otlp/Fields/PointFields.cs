namespace Pipeline.Otlp.Fields;

/// <summary>Field numbers of data points. Start, time, count and sum are the same in all that have them.</summary>
internal static class PointFields
{
    public const int Start = 2;
    public const int Time = 3;

    public const int NumberDouble = 4;
    public const int NumberInteger = 6;
    public const int NumberAttribute = 7;

    public const int Count = 4;
    public const int Sum = 5;

    public const int BucketCounts = 6;
    public const int Bounds = 7;
    public const int HistogramAttribute = 9;
    public const int HistogramMin = 11;
    public const int HistogramMax = 12;

    public const int ExponentialAttribute = 1;
    public const int Scale = 6;
    public const int ZeroCount = 7;
    public const int Positive = 8;
    public const int ExponentialMin = 12;
    public const int ExponentialMax = 13;

    /// <summary>Of Buckets.</summary>
    public const int BucketOffset = 1;
    public const int Buckets = 2;
}
