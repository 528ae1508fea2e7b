using Pipeline.Sinks.Stdout.Cells;

namespace Pipeline.Sinks.Stdout.Logfmt;

/// <summary>A text, quoted where needed.</summary>
internal sealed class LogfmtTextWriter(int ordinal) : CellWriter(ordinal)
{
    public override void Write(ByteBuffer output, int row) => LogfmtText.Write(output, Batch.Text(Ordinal, row));
}
