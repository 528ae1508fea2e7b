using System.Runtime.InteropServices;
using Pipeline.Otlp.Fields;
using Pipeline.Otlp.Values;
using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Otlp.Metrics;

/// <summary>A counter or gauge. Integers stay integers; a u64 that has no place in 64 bits with a sign is the nearest double.</summary>
internal sealed class NumberColumn(TableSchema table, ResourceCells? resource, int ordinal, string name, PointTimes times, Workspace work)
    : MetricColumn(table, resource, ordinal, name, DataOf(table.Columns[ordinal]), PointFields.NumberAttribute, times, work)
{
    protected override bool TryWriteValue(ByteBuffer output, int row)
    {
        var cell = Batch.Cell(Ordinal, row);
        if (Type.Kind == ColumnKind.F64)
        {
            ProtobufWriter.Double(output, PointFields.NumberDouble, MemoryMarshal.Read<double>(cell));
            return true;
        }

        var value = IntegerCell.Read(cell, Type.Signed);
        if (Type.Kind == ColumnKind.Time)
            value = (long)TimeCell.Unix(value, Batch.UnixOffset);
        if (value < 0 && !Type.Signed)
            ProtobufWriter.Double(output, PointFields.NumberDouble, (ulong)value);
        else
            ProtobufWriter.Fixed64(output, PointFields.NumberInteger, (ulong)value);
        return true;
    }

    private static int DataOf(ColumnSchema column) => column.Instrument == Instrument.Counter ? MetricFields.Sum : MetricFields.Gauge;
}
