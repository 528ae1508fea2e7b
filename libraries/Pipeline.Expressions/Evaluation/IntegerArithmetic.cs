using Pipeline.Expressions.Syntax;

namespace Pipeline.Expressions.Evaluation;

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
            valid &= ~Lanes.Signs(values);
        if (right.Unsigned)
            valid &= ~Lanes.Signs(others);
        return valid & operation switch
        {
            Operator.Add => Add(values, others),
            Operator.Subtract => Subtract(values, others),
            Operator.Multiply => Multiply(values, others, window.Count),
            _ => Divide(values, others, window.Count),
        };
    }

    private static ulong Add(Span<long> values, Span<long> others)
    {
        var overflow = 0ul;
        for (var lane = 0; lane < Window.Size; lane += Lanes.Step)
        {
            var (a, b) = (Lanes.Load(values, lane), Lanes.Load(others, lane));
            var sum = a + b;
            overflow |= Lanes.Signs((a ^ sum) & (b ^ sum), lane);
            Lanes.Store(sum, values, lane);
        }

        return ~overflow;
    }

    private static ulong Subtract(Span<long> values, Span<long> others)
    {
        var overflow = 0ul;
        for (var lane = 0; lane < Window.Size; lane += Lanes.Step)
        {
            var (a, b) = (Lanes.Load(values, lane), Lanes.Load(others, lane));
            var difference = a - b;
            overflow |= Lanes.Signs((a ^ b) & (a ^ difference), lane);
            Lanes.Store(difference, values, lane);
        }

        return ~overflow;
    }

    private static ulong Multiply(Span<long> values, Span<long> others, int count)
    {
        var fits = 0ul;
        for (var row = 0; row < count; row++)
        {
            var high = Math.BigMul(values[row], others[row], out var low);
            fits |= (high == low >> 63 ? 1ul : 0ul) << row;
            values[row] = low;
        }

        return fits;
    }

    private ulong Divide(Span<long> values, Span<long> others, int count)
    {
        var valid = 0ul;
        for (var row = 0; row < count; row++)
        {
            var (a, b) = (values[row], others[row]);
            // The processor traps on division by 0, and on that of the smallest i64 by -1.
            var special = b is 0 or -1;
            var fits = b != 0 && (b != -1 || a != long.MinValue || operation == Operator.Remainder);
            valid |= (fits ? 1ul : 0ul) << row;
            values[row] = operation == Operator.Divide ? special ? unchecked(-a) : a / b : special ? 0 : a % b;
        }

        return valid;
    }
}
