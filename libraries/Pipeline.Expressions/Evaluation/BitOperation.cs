using System.Runtime.Intrinsics;
using Pipeline.Expressions.Syntax;

namespace Pipeline.Expressions.Evaluation;

/// <summary>&amp; | ^ on 64 bits, as u64 if either side is.</summary>
internal sealed class BitOperation(Operator operation, IntegerNumber left, IntegerNumber right) : IntegerNumber
{
    public override bool Unsigned { get; } = left.Unsigned || right.Unsigned;

    public override ulong Evaluate(in Window window, Span<long> values)
    {
        Span<long> others = stackalloc long[Window.Size];
        var valid = left.Evaluate(window, values) & right.Evaluate(window, others);
        for (var lane = 0; lane < Window.Size; lane += Lanes.Step)
            Lanes.Store(Compute(Lanes.Load(values, lane), Lanes.Load(others, lane)), values, lane);
        return valid;
    }

    private Vector256<long> Compute(Vector256<long> a, Vector256<long> b) => operation switch
    {
        Operator.BitAnd => a & b,
        Operator.BitOr => a | b,
        _ => a ^ b,
    };
}
