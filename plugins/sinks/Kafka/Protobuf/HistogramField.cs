using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Sinks.Kafka.Protobuf;

/// <summary>A histogram; a cell that holds none is left out, and so are a sum, a minimum and a maximum that nobody knows.</summary>
internal sealed class HistogramField(int ordinal, ColumnType type) : FieldWriter(ordinal)
{
    // Fields of a histogram: ProtoText declares them.
    private const int Count = 1;
    private const int Sum = 2;
    private const int Min = 3;
    private const int Max = 4;
    private const int Bounds = 5;
    private const int Scale = 6;
    private const int ZeroCount = 7;
    private const int Offset = 8;
    private const int Counts = 9;

    public override void Write(ByteBuffer output, int row)
    {
        if (!HistogramCell.TryRead(Batch.Cell(Ordinal, row), type, out var histogram))
            return;
        var start = ProtobufWriter.Begin(output, Field);
        ProtobufWriter.Unsigned(output, Count, histogram.Totals.Count);
        WriteKnown(output, Sum, histogram.Totals.Sum);
        WriteKnown(output, Min, histogram.Totals.Min);
        WriteKnown(output, Max, histogram.Totals.Max);
        if (histogram.IsExplicit)
        {
            foreach (var bound in type.Bounds)
                ProtobufWriter.Double(output, Bounds, bound);
        }
        else
        {
            ProtobufWriter.ZigZag(output, Scale, histogram.Scale);
            ProtobufWriter.Unsigned(output, ZeroCount, histogram.ZeroCount);
            ProtobufWriter.ZigZag(output, Offset, histogram.Offset);
        }

        var counts = ProtobufWriter.Begin(output, Counts);
        foreach (var count in histogram.Counts)
            ProtobufWriter.Varint(output, count);
        ProtobufWriter.End(output, counts);
        ProtobufWriter.End(output, start);
    }

    private static void WriteKnown(ByteBuffer output, int field, double value)
    {
        if (!double.IsNaN(value))
            ProtobufWriter.Double(output, field, value);
    }
}
