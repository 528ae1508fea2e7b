using Pipeline.Metrics.Binding;

namespace Pipeline.Metrics.Store;

/// <summary>One row of a table as it stands now: its labels and its values. Guarded by the lock of its table.</summary>
internal sealed class Series(byte[] labels, int numbers, int histograms, long birth)
{
    /// <summary>The label values, as <see cref="Metrics.Labels.LabelValues"/> reads them.</summary>
    public byte[] Labels => labels;

    /// <summary>Its place in the order in which series were made, those of all tables together.</summary>
    public long Birth => birth;

    /// <summary>Values of the counters and gauges, in their columns' units.</summary>
    public double[] Numbers { get; } = numbers == 0 ? [] : new double[numbers];

    /// <summary>Cells of the histograms; null where none came yet.</summary>
    public byte[]?[] Histograms { get; } = histograms == 0 ? [] : new byte[]?[histograms];

    /// <summary>The source of its rows.</summary>
    public required string Source { get; set; }

    /// <summary>Unix nanoseconds since when its counts count.</summary>
    public long Start { get; set; }

    /// <summary>When the last row came, in ticks of the clock.</summary>
    public long Updated { get; set; }

    /// <summary>The histogram of a column, if there is one yet.</summary>
    public bool TryHistogram(ValueColumn column, out HistogramCell cell)
    {
        cell = default;
        return Histograms[column.Index] is { } bytes && HistogramCell.TryRead(bytes, column.Column.Type, out cell);
    }
}
