using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Values;

/// <summary>A map as one value; of an empty one, where it may be left out, nothing.</summary>
internal sealed class MapValue(int ordinal, ValueFrame frame, bool keepsEmpty, NestedValues values) : CellWriter(ordinal)
{
    private readonly ByteBuffer _value = new(1024);

    public override void Write(ByteBuffer output, int row)
    {
        var cell = Batch.Cell(Ordinal, row);
        if (cell.IsEmpty && !keepsEmpty)
            return;
        _value.Clear();
        values.WriteMap(_value, new AttributeMap(cell));
        frame.Begin(output, _value.Length);
        output.Append(_value.Written);
    }
}
