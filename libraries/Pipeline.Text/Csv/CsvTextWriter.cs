using Pipeline.Text.Cells;

namespace Pipeline.Text.Csv;

/// <summary>A text, quoted where needed.</summary>
internal sealed class CsvTextWriter(int ordinal, bool isAlone) : CellWriter(ordinal)
{
    public override void Write(ByteBuffer output, int row) => CsvText.Write(output, Batch.Text(Ordinal, row), isAlone);
}
