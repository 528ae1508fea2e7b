using Pipeline.Otlp.Fields;
using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Otlp.Metrics;

/// <summary>What histograms of both kinds have in common.</summary>
internal static class HistogramValues
{
    /// <summary>Reads a cell; false where it is empty, and where it is none of its type, which is counted.</summary>
    public static bool TryRead(ReadOnlySpan<byte> cell, ColumnType type, EncodingLosses losses, out HistogramCell histogram)
    {
        if (HistogramCell.TryRead(cell, type, out histogram))
            return true;
        if (!cell.IsEmpty)
            losses.UnreadableHistograms++;
        return false;
    }

    /// <summary>Appends count and sum, and the extremes where they are known. The count is that of the buckets, as OTLP demands.</summary>
    public static void WriteTotals(ByteBuffer output, in HistogramCell histogram, int min, int max)
    {
        var count = histogram.ZeroCount;
        foreach (var bucket in histogram.Counts)
            count += bucket;
        ProtobufWriter.Fixed64(output, PointFields.Count, count);
        WriteKnown(output, PointFields.Sum, histogram.Totals.Sum);
        WriteKnown(output, min, histogram.Totals.Min);
        WriteKnown(output, max, histogram.Totals.Max);
    }

    private static void WriteKnown(ByteBuffer output, int field, double value)
    {
        if (!double.IsNaN(value))
            ProtobufWriter.Double(output, field, value);
    }
}
