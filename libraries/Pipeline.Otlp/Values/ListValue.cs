using Pipeline.Otlp.Fields;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Values;

/// <summary>An array of texts; of none, where the frame may be left out, nothing.</summary>
internal sealed class ListValue(int ordinal, ValueFrame frame, bool keepsEmpty, Workspace work) : CellWriter(ordinal)
{
    /// <summary>What stands before a value in an array.</summary>
    public static readonly ValueFrame Item = ValueFrame.Field(ValueFields.Item);

    public override void Write(ByteBuffer output, int row)
    {
        var items = work.Value;
        items.Clear();
        foreach (var text in new Utf8List(Batch.Cell(Ordinal, row)))
            Item.WriteText(items, work.Texts.Valid(text));
        if (keepsEmpty || items.Length > 0)
            frame.WriteArray(output, items.Written);
    }
}
