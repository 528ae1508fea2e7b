namespace Pipeline.Otlp.Fields;

/// <summary>Field numbers of Metric and of what it holds.</summary>
internal static class MetricFields
{
    public const int Name = 1;
    public const int Description = 2;
    public const int Unit = 3;
    public const int Gauge = 5;
    public const int Sum = 7;
    public const int Histogram = 9;
    public const int ExponentialHistogram = 10;

    /// <summary>Of Gauge, Sum, Histogram and ExponentialHistogram.</summary>
    public const int DataPoint = 1;
    public const int Temporality = 2;
    public const int IsMonotonic = 3;
}
