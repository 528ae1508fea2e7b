using System.Runtime.InteropServices;
using Pipeline.Otlp.Fields;
using Pipeline.Otlp.Values;
using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Otlp.Metrics;

/// <summary>A histogram whose bounds are its column's.</summary>
internal sealed class HistogramColumn : MetricColumn
{
    private readonly byte[] _bounds;

    public HistogramColumn(TableSchema table, ResourceCells? resource, int ordinal, string name, PointTimes times, Workspace work)
        : base(table, resource, ordinal, name, MetricFields.Histogram, PointFields.HistogramAttribute, times, work)
    {
        var bounds = new ByteBuffer(256);
        ProtobufWriter.Text(bounds, PointFields.Bounds, MemoryMarshal.AsBytes(Type.Bounds.AsSpan()));
        _bounds = bounds.Written.ToArray();
    }

    protected override bool TryWriteValue(ByteBuffer output, int row)
    {
        if (!HistogramValues.TryRead(Batch.Cell(Ordinal, row), Type, Losses, out var histogram))
            return false;
        HistogramValues.WriteTotals(output, histogram, PointFields.HistogramMin, PointFields.HistogramMax);
        // Packed fixed64, which is how they lie in the cell.
        ProtobufWriter.Text(output, PointFields.BucketCounts, MemoryMarshal.AsBytes(histogram.Counts));
        output.Append(_bounds);
        return true;
    }
}
