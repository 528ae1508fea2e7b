using System.Text;
using Pipeline.Metrics.Binding;
using Pipeline.Metrics.Buckets;
using Pipeline.Metrics.Labels;
using Pipeline.Metrics.Store;
using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Sinks.Prometheus.Exposition;

/// <summary>Messages of <c>io.prometheus.client.MetricFamily</c>, each behind its length: the one format that carries native histograms.</summary>
/// <param name="constants">Labels of every series.</param>
internal sealed class ProtobufExposition(IReadOnlyList<ConstantLabel> constants) : MetricExposition
{
    // A message must be whole before its length is known. A family beyond this goes on in another message, so that a scrape's memory is bounded.
    private const int MostMessageBytes = 1 << 20;

    // Large enough that the array for a message of that size is kept for the next.
    private readonly PooledBuffer _message = new(MostMessageBytes >> 5);
    private readonly NativeHistogramWriter _native = new(MetricFields.NativeHistogram);
    private MetricFamily _family = null!;
    private byte[] _head = [];

    public override void Begin(MetricFamily family)
    {
        _family = family;
        _message.Clear();
        _head = Head(family);
    }

    public override void Write(ByteBuffer output, ValueColumn column, TableBinding table, Series series)
    {
        if (column.Type != MetricType.Histogram)
        {
            var metric = BeginMetric(table, series);
            WriteNumber(column, series);
            ProtobufWriter.End(_message, metric);
        }
        else if (series.TryHistogram(column, out var cell))
        {
            var metric = BeginMetric(table, series);
            WriteHistogram(column, cell, series.Start);
            ProtobufWriter.End(_message, metric);
        }

        if (_message.Length >= MostMessageBytes)
            End(output);
    }

    public override void End(ByteBuffer output)
    {
        if (_message.Length == 0)
            return;
        ProtobufWriter.Varint(output, (ulong)_message.Length);
        output.Append(_message.Written);
        _message.Clear();
    }

    public override void Dispose() => _message.Dispose();

    private static byte[] Head(MetricFamily family)
    {
        var head = new ByteBuffer(256);
        ProtobufWriter.Text(head, MetricFields.FamilyName, Encoding.ASCII.GetBytes(family.Type == MetricType.Counter ? $"{family.Name}_total" : family.Name));
        ProtobufWriter.Text(head, MetricFields.FamilyHelp, Encoding.UTF8.GetBytes(family.Help));
        ProtobufWriter.Unsigned(head, MetricFields.FamilyType, family.Type switch
        {
            MetricType.Counter => MetricFields.Counter,
            MetricType.Gauge => MetricFields.Gauge,
            _ => MetricFields.Histogram,
        });
        if (family.Unit is { } unit)
            ProtobufWriter.Text(head, MetricFields.FamilyUnit, Encoding.ASCII.GetBytes(unit));
        return head.Written.ToArray();
    }

    private int BeginMetric(TableBinding table, Series series)
    {
        if (_message.Length == 0)
            _message.Append(_head);
        var metric = ProtobufWriter.Begin(_message, MetricFields.FamilyMetric);
        foreach (var label in constants)
            WriteLabel(label.NameUtf8, label.ValueUtf8);
        var i = 0;
        foreach (var value in new LabelValues(series.Labels))
        {
            if (!value.IsEmpty || !table.CanBeAbsent[i])
                WriteLabel(table.LabelNames[i], value);
            i++;
        }

        return metric;
    }

    private void WriteLabel(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var label = ProtobufWriter.Begin(_message, MetricFields.MetricLabel);
        ProtobufWriter.Text(_message, MetricFields.LabelName, name);
        ProtobufWriter.Text(_message, MetricFields.LabelValue, value);
        ProtobufWriter.End(_message, label);
    }

    private void WriteNumber(ValueColumn column, Series series)
    {
        var isCounter = column.Type == MetricType.Counter;
        var number = ProtobufWriter.Begin(_message, isCounter ? MetricFields.MetricCounter : MetricFields.MetricGauge);
        ProtobufWriter.Double(_message, MetricFields.NumberValue, column.Unit.Convert(series.Numbers[column.Index]));
        if (isCounter)
            WriteCreated(MetricFields.CounterCreated, series.Start);
        ProtobufWriter.End(_message, number);
    }

    private void WriteHistogram(ValueColumn column, HistogramCell cell, long start)
    {
        var histogram = ProtobufWriter.Begin(_message, MetricFields.MetricHistogram);
        ProtobufWriter.Unsigned(_message, MetricFields.SampleCount, ClassicBuckets.Count(cell));
        ProtobufWriter.Double(_message, MetricFields.SampleSum, column.Unit.Convert(cell.Totals.Sum));
        // For an exponential histogram too: a server that asks for protobuf need not want native ones.
        var buckets = new ClassicBuckets(cell, column.Bounds);
        while (buckets.MoveNext())
        {
            var bucket = ProtobufWriter.Begin(_message, MetricFields.Bucket);
            ProtobufWriter.Unsigned(_message, MetricFields.BucketCount, buckets.UpTo);
            ProtobufWriter.Double(_message, MetricFields.BucketBound, buckets.Label.Bound);
            ProtobufWriter.End(_message, bucket);
        }

        if (!cell.IsExplicit)
            _native.Write(_message, cell, column.Unit);
        WriteCreated(MetricFields.HistogramCreated, start);
        ProtobufWriter.End(_message, histogram);
    }

    private void WriteCreated(int field, long unixNanoseconds)
    {
        var created = ProtobufWriter.Begin(_message, field);
        var seconds = Math.DivRem(unixNanoseconds, 1_000_000_000, out var nanoseconds);
        ProtobufWriter.Unsigned(_message, MetricFields.Seconds, (ulong)seconds);
        ProtobufWriter.Unsigned(_message, MetricFields.Nanoseconds, (ulong)Math.Max(0, nanoseconds));
        ProtobufWriter.End(_message, created);
    }
}
