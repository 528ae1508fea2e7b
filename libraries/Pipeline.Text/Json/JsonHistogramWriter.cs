using Pipeline.Text.Cells;

namespace Pipeline.Text.Json;

/// <summary>
/// A histogram as an object: count; sum, min and max where known; then <c>bounds</c>, or <c>scale</c>, <c>zero_count</c> and <c>offset</c>; and the
/// <c>counts</c> of the buckets, not cumulative. A cell that holds none is null.
/// </summary>
internal sealed class JsonHistogramWriter : CellWriter
{
    private readonly ColumnType _type;
    private readonly byte[] _bounds;

    public JsonHistogramWriter(int ordinal, ColumnType type)
        : base(ordinal)
    {
        _type = type;
        var bounds = new ByteBuffer(256);
        foreach (var bound in type.Bounds)
        {
            bounds.Append(bounds.Length == 0 ? ",\"bounds\":["u8 : ","u8);
            JsonDouble.Write(bounds, bound);
        }

        _bounds = [.. bounds.Written, .. "]"u8];
    }

    public override void Write(ByteBuffer output, int row)
    {
        if (!HistogramCell.TryRead(Batch.Cell(Ordinal, row), _type, out var histogram))
        {
            output.Append("null"u8);
            return;
        }

        output.Append("{\"count\":"u8);
        IntegerText.Write(output, histogram.Totals.Count);
        WriteKnown(output, ",\"sum\":"u8, histogram.Totals.Sum);
        WriteKnown(output, ",\"min\":"u8, histogram.Totals.Min);
        WriteKnown(output, ",\"max\":"u8, histogram.Totals.Max);
        if (histogram.IsExplicit)
            output.Append(_bounds);
        else
            WriteScale(output, histogram);
        var before = ",\"counts\":["u8;
        if (histogram.Counts.IsEmpty)
            output.Append(before);
        foreach (var count in histogram.Counts)
        {
            output.Append(before);
            IntegerText.Write(output, count);
            before = ","u8;
        }

        output.Append("]}"u8);
    }

    private static void WriteKnown(ByteBuffer output, ReadOnlySpan<byte> key, double value)
    {
        if (double.IsNaN(value))
            return;
        output.Append(key);
        JsonDouble.Write(output, value);
    }

    private static void WriteScale(ByteBuffer output, in HistogramCell histogram)
    {
        output.Append(",\"scale\":"u8);
        IntegerText.Write(output, histogram.Scale);
        output.Append(",\"zero_count\":"u8);
        IntegerText.Write(output, histogram.ZeroCount);
        output.Append(",\"offset\":"u8);
        IntegerText.Write(output, histogram.Offset);
    }
}
