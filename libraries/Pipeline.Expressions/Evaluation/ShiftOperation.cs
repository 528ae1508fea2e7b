using Pipeline.Expressions.Syntax;

namespace Pipeline.Expressions.Evaluation;

/// <summary>&lt;&lt; and &gt;&gt; of 64 bits, &gt;&gt; with the sign if there is one. A shift by less than 0 or more than 63 has no value.</summary>
internal sealed class ShiftOperation(Operator operation, IntegerNumber left, IntegerNumber right) : IntegerNumber
{
    public override bool Unsigned => left.Unsigned;

    public override ulong Evaluate(in Window window, Span<long> values)
    {
        Span<long> counts = stackalloc long[Window.Size];
        var valid = left.Evaluate(window, values) & right.Evaluate(window, counts);
        for (var row = 0; row < window.Count; row++)
        {
            if ((ulong)counts[row] > 63)
                valid &= ~(1ul << row);
            var count = (int)counts[row];
            values[row] = operation == Operator.ShiftLeft ? values[row] << count : Unsigned ? values[row] >>> count : values[row] >> count;
        }

        return valid;
    }
}
