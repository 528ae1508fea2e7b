using Pipeline.Expressions.Evaluation;
using Pipeline.Expressions.Syntax;

namespace Pipeline.Expressions.Binding;

/// <summary>Chooses the evaluator of a computation, and computes at once what is constant.</summary>
internal static class Numbers
{
    public static Number Compute(Operator operation, Number left, Number right, Place place)
    {
        if (operation < Operator.Add)
            return Bits(operation, (IntegerNumber)left, (IntegerNumber)right, place);
        if (left is IntegerNumber a && right is IntegerNumber b)
            return Integers(operation, a, b, place);
        var (x, y) = (ToFloat(left), ToFloat(right));
        return x is FloatConstant p && y is FloatConstant q
            ? new FloatConstant(FloatArithmetic.Compute(operation, p.Value, q.Value))
            : new FloatArithmetic(operation, x, y);
    }

    public static FloatNumber ToFloat(Number number) => number switch
    {
        FloatNumber f => f,
        IntegerConstant c => new FloatConstant((double)c.Value),
        _ => new FloatFromInteger((IntegerNumber)number),
    };

    /// <summary>A constant in larger units, to meet <paramref name="other"/>; null when it is no whole number of them and should be.</summary>
    public static Number? TryDivide(Number constant, Number other, long scale)
    {
        if (constant is IntegerConstant i && i.Value % scale == 0)
            return new IntegerConstant(i.Value / scale);
        return other is FloatNumber || constant is FloatConstant
            ? new FloatConstant(((FloatConstant)ToFloat(constant)).Value / scale)
            : null;
    }

    private static IntegerNumber Integers(Operator operation, IntegerNumber left, IntegerNumber right, Place place)
    {
        if (operation is Operator.Divide or Operator.Remainder && right is IntegerConstant { Value: var divisor } && divisor == 0)
            throw place.Error("division by zero");
        if (left is not IntegerConstant a || right is not IntegerConstant b)
            return new IntegerArithmetic(operation, left, right);
        // Constants are of the i64 or u64 range, so that even a product fits 128 bits.
        var value = operation switch
        {
            Operator.Add => a.Value + b.Value,
            Operator.Subtract => a.Value - b.Value,
            Operator.Multiply => Multiply(a.Value, b.Value, place),
            Operator.Divide => a.Value / b.Value,
            _ => a.Value % b.Value,
        };
        return value >= long.MinValue && value <= ulong.MaxValue ? new IntegerConstant(value) : throw DoesNotFit(place);
    }

    private static Int128 Multiply(Int128 a, Int128 b, Place place)
    {
        try
        {
            return checked(a * b);
        }
        catch (OverflowException)
        {
            throw DoesNotFit(place);
        }
    }

    private static IntegerNumber Bits(Operator operation, IntegerNumber left, IntegerNumber right, Place place)
    {
        var isShift = operation is Operator.ShiftLeft or Operator.ShiftRight;
        if (isShift && right is IntegerConstant { Value: var count } && (count < 0 || count > 63))
            throw place.Error("a number is shifted by 0 to 63 bits");
        if (left is not IntegerConstant a || right is not IntegerConstant b)
            return isShift ? new ShiftOperation(operation, left, right) : new BitOperation(operation, left, right);
        var unsigned = a.Unsigned || (b.Unsigned && !isShift);
        var bits = operation switch
        {
            Operator.BitAnd => a.Bits & b.Bits,
            Operator.BitOr => a.Bits | b.Bits,
            Operator.BitXor => a.Bits ^ b.Bits,
            Operator.ShiftLeft => a.Bits << (int)b.Bits,
            _ => unsigned ? a.Bits >>> (int)b.Bits : a.Bits >> (int)b.Bits,
        };
        return new IntegerConstant(unsigned ? (ulong)bits : bits);
    }

    private static ExpressionException DoesNotFit(Place place) => place.Error("the result does not fit 64 bits");
}
