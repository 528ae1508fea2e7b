namespace Pipeline.Text.Cells;

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed class BoolWriter(int ordinal) : FixedCellWriter<byte>(ordinal)
{
    public override void Write(ByteBuffer output, int row) => output.Append(Cell(row) != 0 ? "true"u8 : "false"u8);
}
