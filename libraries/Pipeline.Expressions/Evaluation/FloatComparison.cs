using Pipeline.Expressions.Syntax;

namespace Pipeline.Expressions.Evaluation;

/// <summary>==, &lt; or &lt;= of any two floats; false where a side is NaN.</summary>
internal sealed class FloatComparison(Operator operation, FloatNumber left, FloatNumber right) : Predicate
{
    public override int Cost => 4;

    public override ulong Test(in Window window, ulong candidates)
    {
        Span<double> values = stackalloc double[Window.Size];
        Span<double> others = stackalloc double[Window.Size];
        left.Evaluate(window, values);
        right.Evaluate(window, others);
        var (less, equal) = (0ul, 0ul);
        for (var row = 0; row < window.Count; row++)
        {
            less |= (values[row] < others[row] ? 1ul : 0ul) << row;
            equal |= (values[row] == others[row] ? 1ul : 0ul) << row;
        }

        return candidates & operation switch
        {
            Operator.Equal => equal,
            Operator.Less => less,
            _ => less | equal,
        };
    }
}
