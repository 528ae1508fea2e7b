using Pipeline.Otlp.Fields;
using Pipeline.Otlp.Values;
using Pipeline.Protobuf;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Traces;

/// <summary>When a span began and ended. A negative duration is none.</summary>
/// <param name="start">The column of times.</param>
/// <param name="duration">The column of durations, or of another integer of 64 bits in nanoseconds.</param>
internal sealed class SpanTimes(int start, int duration) : FixedCellWriter<long>(duration)
{
    private readonly TimeCell _start = new(start);

    public override void Open(RecordBatch batch)
    {
        base.Open(batch);
        _start.Open(batch);
    }

    public override void Write(ByteBuffer output, int row)
    {
        var began = _start.UnixNanoseconds(row);
        ProtobufWriter.Fixed64(output, SpanFields.Start, began);
        ProtobufWriter.Fixed64(output, SpanFields.End, Math.Min(began + (ulong)Math.Max(0, Cell(row)), long.MaxValue));
    }
}
