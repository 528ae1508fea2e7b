using Pipeline.Transforms.Filter.Expressions;

namespace Pipeline.Transforms.Filter.Evaluation;

/// <summary>
/// + - * / % on i64. An operand or result that does not fit i64, and division by zero, leave the row without a value: a wrapped difference of two u64
/// would pass for a huge one.
/// </summary>
internal sealed class IntegerArithmetic(Operator operation, IntegerNumber left, IntegerNumber right) : IntegerNumber
{
    public override ulong Evaluate(in Window window, Span<long> values)
    {
        Span<long> others = stackalloc long[Window.Size];
        var valid = left.Evaluate(window, values) & right.Evaluate(window, others);
        if (left.Unsigned)
            valid &= NotNegative(values, window.Count);
        if (right.Unsigned)
            valid &= NotNegative(others, window.Count);
        for (var row = 0; row < window.Count; row++)
            if (!TryCompute(operation, values[row], others[row], out values[row]))
                valid &= ~(1ul << row);
        return valid;
    }

    /// <summary>Computes one value; false when there is none.</summary>
    public static bool TryCompute(Operator operation, long a, long b, out long result)
    {
        unchecked
        {
            switch (operation)
            {
                case Operator.Add:
                    result = a + b;
                    return ((a ^ result) & (b ^ result)) >= 0;
                case Operator.Subtract:
                    result = a - b;
                    return ((a ^ b) & (a ^ result)) >= 0;
                case Operator.Multiply:
                    return Math.BigMul(a, b, out result) == result >> 63;
                case Operator.Divide:
                    // i64.MinValue / -1 traps in the processor.
                    result = b is 0 or -1 ? -a : a / b;
                    return b != 0 && (b != -1 || a != long.MinValue);
                default:
                    result = b is 0 or -1 ? 0 : a % b;
                    return b != 0;
            }
        }
    }

    private static ulong NotNegative(Span<long> values, int count)
    {
        var answer = 0ul;
        for (var row = 0; row < count; row++)
            answer |= (ulong)~values[row] >> 63 << row;
        return answer;
    }
}
