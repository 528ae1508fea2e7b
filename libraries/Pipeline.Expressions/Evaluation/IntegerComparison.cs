using System.Runtime.Intrinsics;
using Pipeline.Expressions.Syntax;

namespace Pipeline.Expressions.Evaluation;

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
        var (less, equal, flip) = (0ul, 0ul, Vector256.Create(_flip));
        for (var lane = 0; lane < Window.Size; lane += Lanes.Step)
        {
            var (a, b) = (Lanes.Load(values, lane), Lanes.Load(others, lane));
            less |= Lanes.Signs(Vector256.LessThan(a ^ flip, b ^ flip), lane);
            equal |= Lanes.Signs(Vector256.Equals(a, b), lane);
        }

        if (left.Unsigned != right.Unsigned)
        {
            var huge = Lanes.Signs(left.Unsigned ? values : others);
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
