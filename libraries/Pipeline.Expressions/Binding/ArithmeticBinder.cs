using Pipeline.Expressions.Evaluation;
using Pipeline.Expressions.Syntax;

namespace Pipeline.Expressions.Binding;

/// <summary>Operators that make numbers of numbers, and what their results measure.</summary>
internal sealed class ArithmeticBinder(Scope scope)
{
    public static NumberOperand Literal(IntegerLiteral literal)
    {
        var kind = literal.Dimension switch { Dimension.Duration => "a duration", Dimension.Size => "a size", _ => "a number" };
        return new NumberOperand(literal.Place, kind, new IntegerConstant(literal.Value), new Measure(literal.Dimension, 1));
    }

    public NumberOperand Unary(UnaryExpression unary, Operand operand)
    {
        var number = AsNumber(operand);
        if (!unary.Complement)
            return number.Measure.Dimension == Dimension.Time
                ? throw operand.Place.Error($"{scope.Describe(operand)} cannot be negated")
                : Computed(unary.Place, Numbers.Compute(Operator.Multiply, number.Number, new IntegerConstant(-1), unary.Place), number.Measure);
        var integer = AsBits(operand);
        var ones = new IntegerConstant(integer.Unsigned ? ulong.MaxValue : -1);
        return Computed(unary.Place, Numbers.Compute(Operator.BitXor, integer, ones, unary.Place), Measure.Any);
    }

    public NumberOperand Binary(Place place, Operator operation, Operand leftOperand, Operand rightOperand)
    {
        if (operation < Operator.Add)
            return Computed(place, Numbers.Compute(operation, AsBits(leftOperand), AsBits(rightOperand), place), Measure.Any);
        var (left, right) = (AsNumber(leftOperand), AsNumber(rightOperand));
        if (left.Measure.Dimension == Dimension.Time || right.Measure.Dimension == Dimension.Time)
            return OfTimes(place, operation, left, right);
        if (operation is Operator.Multiply or Operator.Divide && (left.Measure.IsPlain || right.Measure.IsPlain))
            return Computed(place, Numbers.Compute(operation, left.Number, right.Number, place), Scaled(operation, left.Measure, right.Measure));
        if (operation == Operator.Multiply)
            throw place.Error($"{scope.Describe(left)} and {scope.Describe(right)} cannot be multiplied");
        var (a, b, measure) = Align(place, left, right);
        return Computed(place, Numbers.Compute(operation, a, b, place), operation == Operator.Divide ? Measure.Any : measure);
    }

    /// <summary>Brings two numbers to one scale: a literal to the column's, or both to nanoseconds or bytes.</summary>
    public (Number Left, Number Right, Measure Measure) Align(Place place, NumberOperand left, NumberOperand right)
    {
        var (a, b) = (left.Measure, right.Measure);
        if (a == b || (a.IsPlain && b.IsPlain) || a.Dimension == Dimension.Any || b.Dimension == Dimension.Any)
            return (left.Number, right.Number, a.Dimension == Dimension.Any ? b : a);
        if (a.Dimension != b.Dimension)
            throw place.Error($"{scope.Describe(left)} and {scope.Describe(right)} do not measure the same");
        if (left.IsConstant && Numbers.TryDivide(left.Number, right.Number, b.Scale) is { } scaledLeft)
            return (scaledLeft, right.Number, b);
        if (right.IsConstant && Numbers.TryDivide(right.Number, left.Number, a.Scale) is { } scaledRight)
            return (left.Number, scaledRight, a);
        return (ToBase(left), ToBase(right), new Measure(a.Dimension, 1));
    }

    private static Measure Scaled(Operator operation, Measure left, Measure right) =>
        !left.IsPlain ? operation == Operator.Divide && !right.IsPlain ? Measure.Any : left
        : right.IsPlain ? Measure.Any
        : operation == Operator.Multiply ? right : Measure.Any;

    private static Number ToBase(NumberOperand operand) =>
        operand.Measure.Scale == 1
            ? operand.Number
            : Numbers.Compute(Operator.Multiply, operand.Number, new IntegerConstant(operand.Measure.Scale), operand.Place);

    private static NumberOperand Computed(Place place, Number number, Measure measure)
    {
        var kind = measure.Dimension switch
        {
            Dimension.Duration => "a duration",
            Dimension.Size => "a size",
            Dimension.Time => "a time",
            _ => "a number",
        };
        return new NumberOperand(place, kind, number, measure);
    }

    private NumberOperand OfTimes(Place place, Operator operation, NumberOperand left, NumberOperand right)
    {
        var measure = (left.Measure.Dimension, operation, right.Measure.Dimension) switch
        {
            (Dimension.Time, Operator.Subtract, Dimension.Time) => Measure.Duration,
            (Dimension.Time, Operator.Add or Operator.Subtract, Dimension.Duration) or (Dimension.Duration, Operator.Add, Dimension.Time) => Measure.Time,
            _ => throw place.Error(
                $"{scope.Describe(left)} and {scope.Describe(right)} cannot be combined: a time takes '+' or '-' with a duration, or '-' with a time"),
        };
        return Computed(place, Numbers.Compute(operation, ToBase(left), ToBase(right), place), measure);
    }

    private NumberOperand AsNumber(Operand operand) =>
        operand as NumberOperand ?? throw operand.Place.Error($"{scope.Describe(operand)} is no number");

    private IntegerNumber AsBits(Operand operand) => operand is NumberOperand { Number: IntegerNumber integer, Measure.Dimension: not Dimension.Time }
        ? integer
        : throw operand.Place.Error($"{scope.Describe(operand)} is no integer, which bit operators need");
}
