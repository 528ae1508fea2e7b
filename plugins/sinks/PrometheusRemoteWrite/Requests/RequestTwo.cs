using Pipeline.Metrics.Binding;
using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Sinks.PrometheusRemoteWrite.Requests;

/// <summary>Version 2 of the protocol: <c>io.prometheus.write.v2.Request</c>, in which each text is once and series have metadata and a start.</summary>
internal sealed class RequestTwo : RequestWriter
{
    private readonly SymbolTable _symbols = new(RemoteWriteFields.TwoSymbols);

    public override int Length => base.Length + _symbols.Length;

    public override void Clear()
    {
        base.Clear();
        _symbols.Clear();
    }

    public override ReadOnlySpan<byte> Finish() => _symbols.With(Output.Written);

    protected override void AddLabel(ByteBuffer to, SymbolText name, ReadOnlySpan<byte> value)
    {
        ProtobufWriter.Varint(to, (uint)_symbols.IndexOf(name));
        ProtobufWriter.Varint(to, (uint)_symbols.IndexOf(value));
    }

    protected override void AddName(ByteBuffer to, SymbolText name, SymbolText value)
    {
        ProtobufWriter.Varint(to, (uint)_symbols.IndexOf(name));
        ProtobufWriter.Varint(to, (uint)_symbols.IndexOf(value));
    }

    protected override int BeginLabels() => ProtobufWriter.Begin(Output, RemoteWriteFields.TwoLabelReferences);

    protected override int BeginSeries() => ProtobufWriter.Begin(Output, RemoteWriteFields.TwoSeries);

    protected override void EndSeries(int series, RemoteColumn column, SampleTimes times)
    {
        var metadata = ProtobufWriter.Begin(Output, RemoteWriteFields.TwoMetadata);
        ProtobufWriter.Unsigned(Output, RemoteWriteFields.MetadataType, column.Value.Type switch
        {
            MetricType.Counter => RemoteWriteFields.Counter,
            MetricType.Gauge => RemoteWriteFields.Gauge,
            _ => RemoteWriteFields.Histogram,
        });
        ProtobufWriter.Unsigned(Output, RemoteWriteFields.MetadataHelp, (uint)_symbols.IndexOf(column.Help));
        ProtobufWriter.Unsigned(Output, RemoteWriteFields.MetadataUnit, (uint)_symbols.IndexOf(column.Unit));
        ProtobufWriter.End(Output, metadata);
        WriteStart(RemoteWriteFields.TwoSeriesStart, times);
        ProtobufWriter.End(Output, series);
    }

    protected override void WriteSample(double value, SampleTimes times)
    {
        var sample = ProtobufWriter.Begin(Output, RemoteWriteFields.TwoSamples);
        ProtobufWriter.Double(Output, RemoteWriteFields.SampleValue, value);
        ProtobufWriter.Unsigned(Output, RemoteWriteFields.SampleTime, (ulong)times.Time);
        WriteStart(RemoteWriteFields.TwoSampleStart, times);
        ProtobufWriter.End(Output, sample);
    }

    protected override void WriteHistogram(HistogramCell cell, UnitConversion unit, SampleTimes times)
    {
        var histogram = ProtobufWriter.Begin(Output, RemoteWriteFields.TwoHistograms);
        WriteHistogramFields(cell, unit, times.Time);
        WriteStart(RemoteWriteFields.TwoHistogramStart, times);
        ProtobufWriter.End(Output, histogram);
    }

    private void WriteStart(int field, SampleTimes times)
    {
        if (times.Start != 0)
            ProtobufWriter.Unsigned(Output, field, (ulong)times.Start);
    }
}
