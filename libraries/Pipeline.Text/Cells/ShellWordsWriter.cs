
namespace Pipeline.Text.Cells;

/// <summary>A list of texts as a command line.</summary>
internal sealed class ShellWordsWriter(int ordinal) : CellWriter(ordinal)
{
    public override void Write(ByteBuffer output, int row)
    {
        var fitter = new TextFitter(output);
        ShellWords.Write(ref fitter, Batch.Cell(Ordinal, row));
    }
}
