
namespace Pipeline.Text.Cells;

/// <summary>A double in the fewest digits that read back as the same value.</summary>
internal sealed class DoubleWriter(int ordinal) : FixedCellWriter<double>(ordinal)
{
    public override void Write(ByteBuffer output, int row) => DoubleText.Write(output, Cell(row));
}
