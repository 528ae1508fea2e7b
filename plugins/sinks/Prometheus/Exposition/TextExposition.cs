using System.Text;
using Pipeline.Metrics.Binding;
using Pipeline.Metrics.Buckets;
using Pipeline.Metrics.Labels;
using Pipeline.Metrics.Store;
using Pipeline.Text;

namespace Pipeline.Sinks.Prometheus.Exposition;

/// <summary>Text 0.0.4 and OpenMetrics 1.0, which differ in how they describe a family.</summary>
/// <param name="isOpenMetrics">Which of them.</param>
/// <param name="constants">Labels of every series.</param>
internal sealed class TextExposition(bool isOpenMetrics, IReadOnlyList<ConstantLabel> constants) : MetricExposition
{
    private readonly PooledBuffer _labels = new(512);
    private MetricFamily _family = null!;
    private byte[] _name = [];
    private bool _isBegun;

    public override void Begin(MetricFamily family)
    {
        _family = family;
        _name = Encoding.ASCII.GetBytes(family.Name);
        _isBegun = false;
    }

    public override void Write(ByteBuffer output, ValueColumn column, TableBinding table, Series series)
    {
        if (column.Type != MetricType.Histogram)
        {
            Describe(output);
            ReadLabels(table, series);
            BeginSample(output, column.Type == MetricType.Counter ? "_total"u8 : []);
            EndSample(output, column.Unit.Convert(series.Numbers[column.Index]));
        }
        else if (series.TryHistogram(column, out var cell))
        {
            Describe(output);
            ReadLabels(table, series);
            WriteHistogram(output, column, cell);
        }
    }

    public override void End(ByteBuffer output)
    {
    }

    public override void Finish(ByteBuffer output)
    {
        if (isOpenMetrics)
            output.Append("# EOF\n"u8);
    }

    public override void Dispose() => _labels.Dispose();

    private void Describe(ByteBuffer output)
    {
        if (_isBegun)
            return;
        _isBegun = true;
        // OpenMetrics describes the family, text 0.0.4 the samples.
        var suffix = !isOpenMetrics && _family.Type == MetricType.Counter ? "_total"u8 : [];
        BeginLine(output, "# HELP "u8, suffix);
        var help = Encoding.UTF8.GetBytes(_family.Help);
        if (isOpenMetrics)
            EscapedText.WriteInQuotes(output, help);
        else
            EscapedText.WriteInLine(output, help);
        output.Append((byte)'\n');
        BeginLine(output, "# TYPE "u8, suffix);
        output.Append(_family.Type switch
        {
            MetricType.Counter => "counter\n"u8,
            MetricType.Gauge => "gauge\n"u8,
            _ => "histogram\n"u8,
        });
        if (!isOpenMetrics || _family.Unit is null)
            return;
        BeginLine(output, "# UNIT "u8, []);
        output.Append(Encoding.ASCII.GetBytes(_family.Unit));
        output.Append((byte)'\n');
    }

    private void BeginLine(ByteBuffer output, ReadOnlySpan<byte> keyword, ReadOnlySpan<byte> suffix)
    {
        output.Append(keyword);
        output.Append(_name);
        output.Append(suffix);
        output.Append((byte)' ');
    }

    /// <summary>Makes <c>name="value",...</c> of a series, which each of its lines has.</summary>
    private void ReadLabels(TableBinding table, Series series)
    {
        _labels.Clear();
        foreach (var label in constants)
            AddLabel(label.NameUtf8, label.ValueUtf8);
        var i = 0;
        foreach (var value in new LabelValues(series.Labels))
        {
            if (!value.IsEmpty || !table.CanBeAbsent[i])
                AddLabel(table.LabelNames[i], value);
            i++;
        }
    }

    private void AddLabel(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (_labels.Length > 0)
            _labels.Append((byte)',');
        _labels.Append(name);
        _labels.Append("=\""u8);
        EscapedText.WriteInQuotes(_labels, value);
        _labels.Append((byte)'"');
    }

    private void BeginSample(ByteBuffer output, ReadOnlySpan<byte> suffix, ReadOnlySpan<byte> le = default)
    {
        output.Append(_name);
        output.Append(suffix);
        if (_labels.Length > 0 || !le.IsEmpty)
        {
            output.Append((byte)'{');
            output.Append(_labels.Written);
            if (_labels.Length > 0 && !le.IsEmpty)
                output.Append((byte)',');
            output.Append(le);
            output.Append((byte)'}');
        }

        output.Append((byte)' ');
    }

    private static void EndSample(ByteBuffer output, double value)
    {
        NumberText.Write(output, value);
        output.Append((byte)'\n');
    }

    private static void EndSample(ByteBuffer output, ulong value)
    {
        IntegerText.Write(output, value);
        output.Append((byte)'\n');
    }

    private void WriteHistogram(ByteBuffer output, ValueColumn column, HistogramCell cell)
    {
        // Not what the cell says of itself: a bucket above the count would make the series useless.
        var count = ClassicBuckets.Count(cell);
        var buckets = new ClassicBuckets(cell, column.Bounds);
        while (buckets.MoveNext())
        {
            BeginSample(output, "_bucket"u8, buckets.Label.Text);
            EndSample(output, buckets.UpTo);
        }

        BeginSample(output, "_bucket"u8, BucketLabel.Infinite.Text);
        EndSample(output, count);
        BeginSample(output, "_sum"u8);
        EndSample(output, column.Unit.Convert(cell.Totals.Sum));
        BeginSample(output, "_count"u8);
        EndSample(output, count);
    }
}
