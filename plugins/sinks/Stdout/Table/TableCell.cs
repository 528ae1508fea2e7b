using Pipeline.Text;

namespace Pipeline.Sinks.Stdout.Table;

/// <summary>Writes one column's cells into a terminal table.</summary>
internal abstract class TableCell(int ordinal)
{
    protected int Ordinal => ordinal;

    /// <summary>The batch at hand.</summary>
    protected RecordBatch Batch { get; private set; } = null!;

    /// <summary>Turns to a batch.</summary>
    public virtual void Open(RecordBatch batch) => Batch = batch;

    /// <summary>Appends a row's value, at most as wide as the fitter allows.</summary>
    public abstract void Write(ref TextFitter fitter, int row);
}
