using Pipeline.Transforms.Filter.Expressions;

namespace Pipeline.Transforms.Filter.Evaluation;

/// <summary>==, &lt; or &lt;= of any two integers, as numbers: no i64 below zero equals a u64. False where a side has no value.</summary>
internal sealed class IntegerComparison(Operator operation, IntegerNumber left, IntegerNumber right) : Predicate
{
    // Flipping the top bit makes signed and unsigned order the same.
    private readonly long _flip = left.Unsigned && right.Unsigned ? long.MinValue : 0;

    public override int Cost => 4;

    public override ulong Test(in Window window, ulong candidates)
    {
        Span<long> values = stackalloc long[Window.Size];
        Span<long> others = stackalloc long[Window.Size];
        candidates &= left.Evaluate(window, values) & right.Evaluate(window, others);
        var (less, equal, leftHuge, rightHuge) = (0ul, 0ul, 0ul, 0ul);
        for (var row = 0; row < window.Count; row++)
        {
            less |= ((values[row] ^ _flip) < (others[row] ^ _flip) ? 1ul : 0ul) << row;
            equal |= (values[row] == others[row] ? 1ul : 0ul) << row;
            leftHuge |= (ulong)values[row] >> 63 << row;
            rightHuge |= (ulong)others[row] >> 63 << row;
        }

        if (left.Unsigned != right.Unsigned)
        {
            var huge = left.Unsigned ? leftHuge : rightHuge;
            equal &= ~huge;
            less = left.Unsigned ? less & ~huge : less | huge;
        }

        return candidates & operation switch
        {
            Operator.Equal => equal,
            Operator.Less => less,
            _ => less | equal,
        };
    }
}
