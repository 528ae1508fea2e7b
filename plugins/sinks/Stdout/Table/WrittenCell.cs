using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Sinks.Stdout.Table;

/// <summary>What a writer of another format makes of a cell.</summary>
internal sealed class WrittenCell(int ordinal, CellWriter writer) : TableCell(ordinal)
{
    private readonly ByteBuffer _value = new(256);

    public override void Open(RecordBatch batch)
    {
        base.Open(batch);
        writer.Open(batch);
    }

    public override void Write(ref TextFitter fitter, int row)
    {
        _value.Clear();
        writer.Write(_value, row);
        SafeText.Write(ref fitter, _value.Written);
    }
}
