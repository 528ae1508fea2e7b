using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Values;

/// <summary>A text; of an empty one, where it may be left out, nothing.</summary>
internal sealed class TextValue(int ordinal, ValueFrame frame, bool keepsEmpty, TextRepair repair) : CellWriter(ordinal)
{
    public override void Write(ByteBuffer output, int row)
    {
        var text = Batch.Text(Ordinal, row);
        if (keepsEmpty || !text.IsEmpty)
            frame.WriteText(output, repair.Valid(text));
    }
}
