namespace Pipeline.Text.Cells;

/// <summary>Writes the cells of one column. Chosen once by the column's type, so that no row has to ask for it.</summary>
internal abstract class CellWriter(int ordinal)
{
    protected int Ordinal => ordinal;

    /// <summary>The batch at hand.</summary>
    protected RecordBatch Batch { get; private set; } = null!;

    /// <summary>Turns to a batch.</summary>
    public virtual void Open(RecordBatch batch) => Batch = batch;

    /// <summary>Appends the value of one row.</summary>
    public abstract void Write(ByteBuffer output, int row);
}
