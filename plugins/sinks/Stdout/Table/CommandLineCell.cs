using Pipeline.Text;

namespace Pipeline.Sinks.Stdout.Table;

/// <summary>A list of texts as a command line.</summary>
internal sealed class CommandLineCell(int ordinal) : TableCell(ordinal)
{
    public override void Write(ref TextFitter fitter, int row) => ShellWords.Write(ref fitter, Batch.Cell(Ordinal, row));
}
