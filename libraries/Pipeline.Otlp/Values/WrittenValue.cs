using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Values;

/// <summary>What OpenTelemetry has no type for, as the text that other sinks write of it: times, addresses, distributions.</summary>
internal sealed class WrittenValue(int ordinal, ValueFrame frame, CellWriter cells) : CellWriter(ordinal)
{
    private readonly ByteBuffer _text = new(64);

    public override void Open(RecordBatch batch)
    {
        base.Open(batch);
        cells.Open(batch);
    }

    public override void Write(ByteBuffer output, int row)
    {
        _text.Clear();
        cells.Write(_text, row);
        frame.WriteText(output, _text.Written);
    }
}
