using Pipeline.Text.Cells;

namespace Pipeline.Text.Logfmt;

/// <summary>A text, quoted where needed.</summary>
internal sealed class LogfmtTextWriter(int ordinal) : CellWriter(ordinal)
{
    public override void Write(ByteBuffer output, int row) => LogfmtText.Write(output, Batch.Text(Ordinal, row));
}
