using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Metrics.Labels;

/// <summary>A label that a series whose cell is all zeros does not have: it is written as nothing.</summary>
internal sealed class OptionalLabel(int ordinal, CellWriter value) : CellWriter(ordinal)
{
    public override void Open(RecordBatch batch)
    {
        base.Open(batch);
        value.Open(batch);
    }

    public override void Write(ByteBuffer output, int row)
    {
        if (Batch.Cell(Ordinal, row).ContainsAnyExcept((byte)0))
            value.Write(output, row);
    }
}
