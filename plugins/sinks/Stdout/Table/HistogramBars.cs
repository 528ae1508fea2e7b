using System.Globalization;

namespace Pipeline.Sinks.Stdout.Table;

/// <summary>
/// A histogram's buckets below its row, one a line: upper bound, count, bar. Empty buckets before the first value and behind the last are left out.
/// </summary>
internal sealed class HistogramBars(int ordinal, ColumnType type, UnitScale? scale)
{
    private const int BoundWidth = 14;
    private const int CountWidth = 10;
    private const int LongestBar = 40;

    // " <= ", " : ", " |" and the closing "|".
    private const int Around = BoundWidth + CountWidth + 10;
    private const int LongestNumber = 32;

    public void Write(ByteBuffer output, RecordBatch batch, int row, int limit)
    {
        if (!HistogramCell.TryRead(batch.Cell(ordinal, row), type, out var histogram))
            return;
        var counts = histogram.Counts;
        var first = counts.IndexOfAnyExcept(0ul);
        var last = counts.LastIndexOfAnyExcept(0ul);
        var most = histogram.ZeroCount;
        foreach (var count in counts)
            most = Math.Max(most, count);
        var bar = Math.Min(LongestBar, limit - Around);
        if (histogram.ZeroCount > 0)
            WriteLine(output, 0, histogram.ZeroCount, most, bar);
        for (var i = first; i >= 0 && i <= last; i++)
            WriteLine(output, UpperBound(histogram, i) * (scale?.Factor ?? 1), counts[i], most, bar);
    }

    private double UpperBound(in HistogramCell histogram, int bucket)
    {
        if (!histogram.IsExplicit)
            return ExponentialBucket.LowerBound(histogram.Offset + bucket + 1, histogram.Scale);
        return bucket < type.Bounds.Length ? type.Bounds[bucket] : double.PositiveInfinity;
    }

    private static void WriteLine(ByteBuffer output, double bound, ulong count, ulong most, int longest)
    {
        output.Append(" <= "u8);
        WriteBound(output, bound);
        output.Append(" : "u8);
        var start = output.Length;
        count.TryFormat(output.Reserve(LongestNumber), out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
        output.Fill((byte)' ', CountWidth - (output.Length - start));
        if (longest > 0)
        {
            var stars = (int)Math.Ceiling((double)count / most * longest);
            output.Append(" |"u8);
            output.Fill((byte)'*', stars);
            output.Fill((byte)' ', longest - stars);
            output.Append((byte)'|');
        }

        output.Append((byte)'\n');
    }

    private static void WriteBound(ByteBuffer output, double bound)
    {
        var start = output.Length;
        if (double.IsPositiveInfinity(bound))
        {
            output.Append("+Inf"u8);
        }
        else
        {
            bound.TryFormat(output.Reserve(LongestNumber), out var written, "G7", CultureInfo.InvariantCulture);
            output.Advance(written);
        }

        output.Indent(start, BoundWidth - (output.Length - start));
    }
}
