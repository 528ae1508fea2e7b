using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Values;

/// <summary>A value that is left out where its cell is all zeros.</summary>
internal sealed class OptionalValue(int ordinal, CellWriter value) : CellWriter(ordinal)
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
