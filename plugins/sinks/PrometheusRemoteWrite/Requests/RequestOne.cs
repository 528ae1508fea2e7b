using Pipeline.Metrics.Binding;
using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Sinks.PrometheusRemoteWrite.Requests;

/// <summary>Version 1 of the protocol: <c>prometheus.WriteRequest</c>.</summary>
internal sealed class RequestOne : RequestWriter
{
    public override ReadOnlySpan<byte> Finish() => Output.Written;

    protected override void AddLabel(ByteBuffer to, SymbolText name, ReadOnlySpan<byte> value)
    {
        var label = ProtobufWriter.Begin(to, RemoteWriteFields.OneLabels);
        ProtobufWriter.Text(to, RemoteWriteFields.LabelName, name.Utf8);
        ProtobufWriter.Text(to, RemoteWriteFields.LabelValue, value);
        ProtobufWriter.End(to, label);
    }

    protected override void AddName(ByteBuffer to, SymbolText name, SymbolText value) => AddLabel(to, name, value.Utf8);

    // Each is a field by itself.
    protected override int BeginLabels() => -1;

    protected override int BeginSeries() => ProtobufWriter.Begin(Output, RemoteWriteFields.OneSeries);

    protected override void EndSeries(int series, RemoteColumn column, SampleTimes times) => ProtobufWriter.End(Output, series);

    protected override void WriteSample(double value, SampleTimes times)
    {
        var sample = ProtobufWriter.Begin(Output, RemoteWriteFields.OneSamples);
        ProtobufWriter.Double(Output, RemoteWriteFields.SampleValue, value);
        ProtobufWriter.Unsigned(Output, RemoteWriteFields.SampleTime, (ulong)times.Time);
        ProtobufWriter.End(Output, sample);
    }

    protected override void WriteHistogram(HistogramCell cell, UnitConversion unit, SampleTimes times)
    {
        var histogram = ProtobufWriter.Begin(Output, RemoteWriteFields.OneHistograms);
        WriteHistogramFields(cell, unit, times.Time);
        ProtobufWriter.End(Output, histogram);
    }
}
