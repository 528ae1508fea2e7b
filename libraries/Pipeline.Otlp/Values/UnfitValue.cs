using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Values;

/// <summary>The attribute of what does not fit its field. The field is opened before this is written.</summary>
internal sealed class UnfitValue(FieldCell field, CellWriter attribute) : CellWriter(field.Column)
{
    public override void Open(RecordBatch batch)
    {
        base.Open(batch);
        attribute.Open(batch);
    }

    public override void Write(ByteBuffer output, int row)
    {
        if (!field.Fits(row))
            attribute.Write(output, row);
    }
}
