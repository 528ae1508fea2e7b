using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Values;

/// <summary>A map as one value; of an empty one, where it may be left out, nothing.</summary>
internal sealed class MapValue(int ordinal, ValueFrame frame, bool keepsEmpty, Workspace work) : CellWriter(ordinal)
{
    public override void Write(ByteBuffer output, int row)
    {
        var cell = Batch.Cell(Ordinal, row);
        if (cell.IsEmpty && !keepsEmpty)
            return;
        var value = work.Value;
        value.Clear();
        work.Nested.WriteMap(value, new AttributeMap(cell));
        frame.Begin(output, value.Length);
        output.Append(value.Written);
    }
}
