using Pipeline.Text;

namespace Pipeline.Sinks.Stdout.Table;

/// <summary>A text, or bytes read as one.</summary>
internal sealed class TextCell(int ordinal, bool isText) : TableCell(ordinal)
{
    public override void Write(ref TextFitter fitter, int row) => SafeText.Write(ref fitter, isText ? Batch.Text(Ordinal, row) : Batch.Cell(Ordinal, row));
}
