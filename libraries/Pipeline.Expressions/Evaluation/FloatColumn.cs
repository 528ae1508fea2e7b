using System.Runtime.CompilerServices;

namespace Pipeline.Expressions.Evaluation;

internal sealed unsafe class FloatColumn(int slot) : FloatNumber
{
    public int Slot => slot;

    public override void Evaluate(in Window window, Span<double> values)
    {
        var column = window.Column(slot);
        for (var row = 0; row < window.Count; row++)
            values[row] = Unsafe.ReadUnaligned<double>(column[row]);
    }
}
