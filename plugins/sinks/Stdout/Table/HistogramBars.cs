using System.Globalization;
using System.Text;
using Pipeline.Text;

namespace Pipeline.Sinks.Stdout.Table;

/// <summary>
/// A histogram as BCC's tools draw one: its unit, then a line a bucket with bounds, count and bar, then how many values there were and their mean. Empty buckets
/// before the first value and behind the last are left out.
/// </summary>
internal sealed class HistogramBars(ColumnSchema column, int ordinal)
{
    private const int LongestNumber = 32;

    private readonly HistogramUnit[] _units = HistogramUnit.Of(column);

    /// <summary>The column's heading, for a table with several histograms.</summary>
    public byte[] Heading { get; } = Encoding.UTF8.GetBytes(string.IsNullOrEmpty(column.Heading) ? column.Name : column.Heading);

    public void Write(ByteBuffer output, RecordBatch batch, int row, int limit)
    {
        if (!HistogramCell.TryRead(batch.Cell(ordinal, row), column.Type, out var histogram) || histogram.Totals.Count == 0)
        {
            Line(output, "no values"u8, limit);
            return;
        }

        var buckets = new HistogramBuckets(histogram, column.Type);
        var first = histogram.Counts.IndexOfAnyExcept(0ul);
        var last = histogram.Counts.LastIndexOfAnyExcept(0ul);
        var unit = first < 0 ? _units[0] : HistogramUnit.Choose(_units, buckets, first, last);
        var layout = Layout(histogram, buckets, first, last, unit.Size, limit, out var most);
        HistogramLines.Head(output, layout, unit.Name);
        if (histogram.ZeroCount > 0)
            HistogramLines.Bucket(output, layout, 0, 0, histogram.ZeroCount, most);
        for (var i = first; i >= 0 && i <= last; i++)
            HistogramLines.Bucket(output, layout, buckets.LowerBound(i) / unit.Size, buckets.LowerBound(i + 1) / unit.Size, histogram.Counts[i], most);
        Totals(output, histogram.Totals, unit, limit);
    }

    private static HistogramLayout Layout(
        in HistogramCell histogram, in HistogramBuckets buckets, int first, int last, double unit, int limit, out ulong most)
    {
        most = histogram.ZeroCount;
        var (low, high) = (1, 1);
        for (var i = first; i >= 0 && i <= last; i++)
        {
            most = Math.Max(most, histogram.Counts[i]);
            low = Math.Max(low, BoundText.Length(buckets.LowerBound(i) / unit));
            high = Math.Max(high, BoundText.Length(buckets.LowerBound(i + 1) / unit));
        }

        // Of a histogram whose total is not that of its buckets.
        most = Math.Max(most, 1);
        return HistogramLayout.Fit(low, high, most, limit);
    }

    private static void Totals(ByteBuffer output, in HistogramTotals totals, HistogramUnit unit, int limit)
    {
        Span<byte> text = stackalloc byte[LongestNumber];
        var fitter = new TextFitter(output, limit);
        fitter.AppendAscii("count = "u8);
        totals.Count.TryFormat(text, out var written, default, CultureInfo.InvariantCulture);
        fitter.AppendAscii(text[..written]);
        var mean = totals.Sum / totals.Count / unit.Size;
        if (double.IsFinite(mean))
        {
            fitter.AppendAscii(", avg = "u8);
            mean.TryFormat(text, out written, "G5", CultureInfo.InvariantCulture);
            fitter.AppendAscii(text[..written]);
            fitter.AppendAscii(" "u8);
            SafeText.Write(ref fitter, unit.Name);
        }

        output.Append((byte)'\n');
    }

    private static void Line(ByteBuffer output, ReadOnlySpan<byte> text, int limit)
    {
        var fitter = new TextFitter(output, limit);
        fitter.AppendAscii(text);
        output.Append((byte)'\n');
    }
}
