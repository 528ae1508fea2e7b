using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Metrics.Labels;

/// <summary>Bytes in hexadecimal.</summary>
internal sealed class HexLabel(int ordinal) : CellWriter(ordinal)
{
    public override void Write(ByteBuffer output, int row)
    {
        foreach (var value in LabelKey.Cut(Batch.Cell(Ordinal, row)))
            HexText.Write(output, value);
    }
}
