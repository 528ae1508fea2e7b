using Pipeline.Metrics.Binding;
using Pipeline.Metrics.Buckets;
using Pipeline.Metrics.Store;
using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Sinks.PrometheusRemoteWrite.Requests;

/// <summary>Writes samples as one version of the protocol has them. One thread at a time; nothing is allocated once the buffers have grown.</summary>
internal abstract class RequestWriter
{
    private const int FirstBytes = 256 << 10;

    // The labels of the series at hand as the version has them, but for the two that differ from sample to sample.
    private readonly ByteBuffer _labels = new(1 << 10);
    private readonly NativeHistogramWriter _native = new(RemoteWriteFields.NativeHistogram);
    private readonly SymbolText _name = new([.. "__name__"u8]);
    private readonly SymbolText _bound = new([.. "le"u8]);
    private int _nameAt;
    private int _boundAt;

    /// <summary>Bytes of the request, about: more than a few of one sample are not missing.</summary>
    public virtual int Length => Output.Length;

    /// <summary>Samples written.</summary>
    public int Samples { get; private set; }

    /// <summary>Native histograms written.</summary>
    public int Histograms { get; private set; }

    /// <summary>Where the series go.</summary>
    protected ByteBuffer Output { get; } = new(FirstBytes);

    /// <summary>Begins a request.</summary>
    public virtual void Clear()
    {
        Output.Clear();
        (Samples, Histograms) = (0, 0);
    }

    /// <summary>Turns to a series; what is written next has its labels.</summary>
    public void Open(LabelLayout layout, Series series)
    {
        layout.Open(series.Labels);
        _labels.Clear();
        for (var i = 0; i <= layout.Count; i++)
        {
            if (i == layout.NameAt)
                _nameAt = _labels.Length;
            if (i == layout.BoundAt)
                _boundAt = _labels.Length;
            // What has no value is no label to Prometheus.
            if (i < layout.Count && layout.Value(i) is { IsEmpty: false } value)
                AddLabel(_labels, layout.Name(i), value);
        }
    }

    /// <summary>Writes a sample of the series at hand.</summary>
    /// <param name="column">What it is of.</param>
    /// <param name="name">The metric's name.</param>
    /// <param name="bound">The bucket's bound; empty where it is none.</param>
    /// <param name="value">In the base unit.</param>
    /// <param name="times">When, and since when.</param>
    public void WriteSample(RemoteColumn column, SymbolText name, ReadOnlySpan<byte> bound, double value, SampleTimes times)
    {
        var series = BeginSeries();
        WriteLabels(name, bound);
        WriteSample(value, times);
        EndSeries(series, column, times);
        Samples++;
    }

    /// <summary>Writes a native histogram of the series at hand.</summary>
    public void WriteHistogram(RemoteColumn column, HistogramCell cell, SampleTimes times)
    {
        var series = BeginSeries();
        WriteLabels(column.Name, []);
        WriteHistogram(cell, column.Value.Unit, times);
        EndSeries(series, column, times);
        Histograms++;
    }

    /// <summary>The request, valid until the next call.</summary>
    public abstract ReadOnlySpan<byte> Finish();

    /// <summary>Appends a label.</summary>
    protected abstract void AddLabel(ByteBuffer to, SymbolText name, ReadOnlySpan<byte> value);

    /// <summary>Appends the label with the metric's name.</summary>
    protected abstract void AddName(ByteBuffer to, SymbolText name, SymbolText value);

    /// <summary>Begins the field of labels, if they are in one; -1 otherwise.</summary>
    protected abstract int BeginLabels();

    protected abstract int BeginSeries();

    protected abstract void EndSeries(int series, RemoteColumn column, SampleTimes times);

    protected abstract void WriteSample(double value, SampleTimes times);

    protected abstract void WriteHistogram(HistogramCell cell, UnitConversion unit, SampleTimes times);

    /// <summary>Writes what both versions have of a native histogram.</summary>
    protected void WriteHistogramFields(HistogramCell cell, UnitConversion unit, long time)
    {
        // Not what the cell says of itself: buckets that do not come to the count are refused.
        ProtobufWriter.Unsigned(Output, RemoteWriteFields.HistogramCount, ClassicBuckets.Count(cell));
        ProtobufWriter.Double(Output, RemoteWriteFields.HistogramSum, unit.Convert(cell.Totals.Sum));
        _native.Write(Output, cell, unit);
        ProtobufWriter.Unsigned(Output, RemoteWriteFields.HistogramTime, (ulong)time);
    }

    private void WriteLabels(SymbolText name, ReadOnlySpan<byte> bound)
    {
        var start = BeginLabels();
        Output.Append(_labels.Written[.._nameAt]);
        AddName(Output, _name, name);
        Output.Append(_labels.Written[_nameAt.._boundAt]);
        if (!bound.IsEmpty)
            AddLabel(Output, _bound, bound);
        Output.Append(_labels.Written[_boundAt..]);
        if (start >= 0)
            ProtobufWriter.End(Output, start);
    }
}
