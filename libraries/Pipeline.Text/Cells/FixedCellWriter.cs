using System.Runtime.CompilerServices;

namespace Pipeline.Text.Cells;

/// <summary>A column whose cells lie in the rows as a number: one load each.</summary>
internal abstract unsafe class FixedCellWriter<T>(int ordinal) : CellWriter(ordinal)
    where T : unmanaged
{
    private byte* _origin;
    private nint _stride;

    public override void Open(RecordBatch batch)
    {
        base.Open(batch);
        var cells = batch.Column<T>(Ordinal);
        _origin = cells.Origin;
        _stride = cells.Stride;
    }

    /// <summary>A cell; the row must be one of the batch's.</summary>
    protected T Cell(int row) => Unsafe.ReadUnaligned<T>(_origin + row * _stride);
}
