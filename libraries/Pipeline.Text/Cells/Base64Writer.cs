
namespace Pipeline.Text.Cells;

/// <summary>Bytes in base64.</summary>
internal sealed class Base64Writer(int ordinal) : CellWriter(ordinal)
{
    public override void Write(ByteBuffer output, int row) => Base64Text.Write(output, Batch.Cell(Ordinal, row));
}
