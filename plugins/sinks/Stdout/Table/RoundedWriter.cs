using System.Globalization;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Sinks.Stdout.Table;

/// <summary>A double in six digits, which is what fits a column.</summary>
internal sealed class RoundedWriter(int ordinal) : FixedCellWriter<double>(ordinal)
{
    private const int Longest = 32;

    public override void Write(ByteBuffer output, int row)
    {
        Cell(row).TryFormat(output.Reserve(Longest), out var written, "G6", CultureInfo.InvariantCulture);
        output.Advance(written);
    }
}
