using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Values;

/// <summary>What OpenTelemetry has no type for, as the text that other sinks write of it: times, addresses, distributions.</summary>
internal sealed class WrittenValue(int ordinal, ValueFrame frame, CellWriter cells, Workspace work) : CellWriter(ordinal)
{
    public override void Open(RecordBatch batch)
    {
        base.Open(batch);
        cells.Open(batch);
    }

    public override void Write(ByteBuffer output, int row)
    {
        var text = work.Value;
        text.Clear();
        cells.Write(text, row);
        frame.WriteText(output, text.Written);
    }
}
