namespace Pipeline.Text.Cells;

/// <summary>What another writer makes of a cell, and nothing where the cell is all zeros.</summary>
internal sealed class NonZeroWriter(int ordinal, CellWriter value) : CellWriter(ordinal)
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
