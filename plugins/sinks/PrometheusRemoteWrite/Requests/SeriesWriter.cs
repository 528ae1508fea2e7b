using Pipeline.Metrics.Binding;
using Pipeline.Metrics.Buckets;
using Pipeline.Metrics.Store;
using Pipeline.Sinks.PrometheusRemoteWrite.Store;

namespace Pipeline.Sinks.PrometheusRemoteWrite.Requests;

/// <summary>Makes samples of a series as it stands.</summary>
/// <param name="form">How exponential histograms are written, where they can be either way.</param>
internal sealed class SeriesWriter(HistogramForm form)
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    /// <summary>By the protocol: what says that a series is over.</summary>
    private static readonly double Stale = BitConverter.UInt64BitsToDouble(0x7ff0000000000002);

    // There are many values that are no number. Prometheus makes this one of those it scrapes.
    private static readonly double NoNumber = BitConverter.UInt64BitsToDouble(0x7ff8000000000001);

    /// <summary>Writes all its values.</summary>
    /// <param name="output">One version of the protocol.</param>
    /// <param name="table">The series' table.</param>
    /// <param name="series">The series.</param>
    /// <param name="time">When they are true, in Unix milliseconds.</param>
    public void Write(RequestWriter output, RemoteTable table, Series series, long time)
    {
        output.Open(table.Labels, series);
        var start = series.Start / NanosecondsPerMillisecond;
        // A sample from before its start would be refused.
        var counted = new SampleTimes(time, start < time ? start : 0);
        foreach (var column in table.Columns)
            if (column.Value.Type != MetricType.Histogram)
                output.WriteSample(column, column.Name, [], Plain(column.Value.Unit.Convert(series.Numbers[column.Value.Index])), column.Value.Type == MetricType.Counter ? counted : counted with { Start = 0 });
            else if (series.TryHistogram(column.Value, out var cell))
                if (IsNative(cell, output))
                    output.WriteHistogram(column, cell, counted);
                else
                    WriteClassic(output, column, cell, counted, isStale: false);
    }

    /// <summary>Says of all its values that no more will come.</summary>
    public void WriteStale(RequestWriter output, RemoteTable table, Series series, long time)
    {
        output.Open(table.Labels, series);
        var times = new SampleTimes(time, 0);
        foreach (var column in table.Columns)
            if (column.Value.Type != MetricType.Histogram)
                output.WriteSample(column, column.Name, [], Stale, times);
            else if (series.TryHistogram(column.Value, out var cell))
                if (IsNative(cell, output))
                    output.WriteSample(column, column.Name, [], Stale, times);
                else
                    WriteClassic(output, column, cell, times, isStale: true);
    }

    private bool IsNative(HistogramCell cell, RequestWriter output) =>
        !cell.IsExplicit && (form == HistogramForm.Native || (form == HistogramForm.Auto && output is RequestTwo));

    private static void WriteClassic(RequestWriter output, RemoteColumn column, HistogramCell cell, SampleTimes times, bool isStale)
    {
        double count = ClassicBuckets.Count(cell);
        var buckets = new ClassicBuckets(cell, column.Value.Bounds);
        while (buckets.MoveNext())
            output.WriteSample(column, column.Bucket, buckets.Label.Value, isStale ? Stale : buckets.UpTo, times);
        output.WriteSample(column, column.Bucket, BucketLabel.Infinite.Value, isStale ? Stale : count, times);
        output.WriteSample(column, column.Sum, [], isStale ? Stale : Plain(column.Value.Unit.Convert(cell.Totals.Sum)), times);
        output.WriteSample(column, column.Count, [], isStale ? Stale : count, times);
    }

    private static double Plain(double value) => double.IsNaN(value) ? NoNumber : value;
}
