using Pipeline.Metrics.Buckets;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Metrics.Labels;

/// <summary>Numbers with a fraction, as samples have them.</summary>
internal sealed class DoubleLabel(int ordinal) : FixedCellWriter<double>(ordinal)
{
    public override void Write(ByteBuffer output, int row) => NumberText.Write(output, Cell(row));
}
