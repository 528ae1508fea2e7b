using Pipeline.Otlp.Fields;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Values;

/// <summary>An array of texts; of none, where the frame may be left out, nothing.</summary>
internal sealed class ListValue(int ordinal, ValueFrame frame, bool keepsEmpty, TextRepair repair) : CellWriter(ordinal)
{
    /// <summary>What stands before a value in an array.</summary>
    public static readonly ValueFrame Item = ValueFrame.Field(ValueFields.Item);

    private readonly ByteBuffer _items = new(1024);

    public override void Write(ByteBuffer output, int row)
    {
        _items.Clear();
        foreach (var text in new Utf8List(Batch.Cell(Ordinal, row)))
            Item.WriteText(_items, repair.Valid(text));
        if (keepsEmpty || _items.Length > 0)
            frame.WriteArray(output, _items.Written);
    }
}
