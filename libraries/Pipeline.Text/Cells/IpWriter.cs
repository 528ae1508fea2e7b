
namespace Pipeline.Text.Cells;

/// <summary>An address; IPv4 in its own notation.</summary>
internal sealed class IpWriter(int ordinal) : CellWriter(ordinal)
{
    public override void Write(ByteBuffer output, int row) => IpText.Write(output, Batch.Cell(Ordinal, row));
}
