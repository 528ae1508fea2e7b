using Pipeline.Otlp.Fields;
using Pipeline.Otlp.Values;
using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Otlp.Metrics;

/// <summary>An exponential histogram, whose buckets are OpenTelemetry's already. Buckets without values at both ends are left out.</summary>
internal sealed class ExponentialColumn(TableSchema table, ResourceCells? resource, int ordinal, string name, PointTimes times, Workspace work)
    : MetricColumn(table, resource, ordinal, name, MetricFields.ExponentialHistogram, PointFields.ExponentialAttribute, times, work)
{
    private const int LengthBytes = 2;

    protected override bool TryWriteValue(ByteBuffer output, int row)
    {
        if (!HistogramValues.TryRead(Batch.Cell(Ordinal, row), Type, Losses, out var histogram))
            return false;
        HistogramValues.WriteTotals(output, histogram, PointFields.ExponentialMin, PointFields.ExponentialMax);
        ProtobufWriter.ZigZag(output, PointFields.Scale, histogram.Scale);
        ProtobufWriter.Fixed64(output, PointFields.ZeroCount, histogram.ZeroCount);
        var first = histogram.Counts.IndexOfAnyExcept(0ul);
        if (first >= 0)
            WriteBuckets(output, histogram.Offset + first, histogram.Counts[first..(histogram.Counts.LastIndexOfAnyExcept(0ul) + 1)]);
        return true;
    }

    private static void WriteBuckets(ByteBuffer output, int offset, ReadOnlySpan<ulong> counts)
    {
        var positive = ProtobufWriter.Begin(output, PointFields.Positive, LengthBytes);
        ProtobufWriter.ZigZag(output, PointFields.BucketOffset, offset);
        var packed = ProtobufWriter.Begin(output, PointFields.Buckets, LengthBytes);
        foreach (var count in counts)
            ProtobufWriter.Varint(output, count);
        ProtobufWriter.End(output, packed, LengthBytes);
        ProtobufWriter.End(output, positive, LengthBytes);
    }
}
