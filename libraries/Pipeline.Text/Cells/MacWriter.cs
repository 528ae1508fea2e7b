
namespace Pipeline.Text.Cells;

/// <summary>A hardware address, <c>0a:1b:2c:3d:4e:5f</c>.</summary>
internal sealed class MacWriter(int ordinal) : CellWriter(ordinal)
{
    public override void Write(ByteBuffer output, int row) => MacText.Write(output, Batch.Cell(Ordinal, row));
}
