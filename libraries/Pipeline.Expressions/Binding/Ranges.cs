using Pipeline.Expressions.Evaluation;
using Pipeline.Expressions.Syntax;

namespace Pipeline.Expressions.Binding;

/// <summary>Makes the comparison of a column with a constant a range of cells, which is tested where the cells lie, without widening or a branch.</summary>
internal static class Ranges
{
    /// <summary>Null when there is no column on the left or no constant on the right.</summary>
    public static Predicate? TryOf(Operator operation, Number column, Number constant) => (column, constant) switch
    {
        (IntegerColumn c, IntegerConstant or FloatConstant) => Of(operation, c, constant),
        (IntegerColumn c, TimeConstant t) => OfTime(operation, c, t),
        (FloatColumn c, IntegerConstant or FloatConstant) => Of(operation, c, ((FloatConstant)Numbers.ToFloat(constant)).Value),
        _ => null,
    };

    public static Predicate Of(Operator operation, IntegerColumn column, Number constant)
    {
        var (smallest, largest) = Limits(column.Type);
        var (low, high) = constant is FloatConstant f ? Bounds(operation, f.Value) : Bounds(operation, ((IntegerConstant)constant).Value);
        (low, high) = (Int128.Max(low, smallest), Int128.Min(high, largest));
        if (low > high)
            return new ConstantPredicate(false);
        if (low == smallest && high == largest)
            return new ConstantPredicate(true);
        var width = high - low;
        return unchecked(column.Type.Width switch
        {
            1 => new IntegerRange<byte>(column.Slot, (byte)low, (byte)width),
            2 => new IntegerRange<ushort>(column.Slot, (ushort)low, (ushort)width),
            4 => new IntegerRange<uint>(column.Slot, (uint)low, (uint)width),
            _ => (Predicate)new IntegerRange<ulong>(column.Slot, (ulong)low, (ulong)width),
        });
    }

    private static TimeRange OfTime(Operator operation, IntegerColumn column, TimeConstant time)
    {
        var (low, high) = Bounds(operation, (Int128)time.UnixTime);
        return new TimeRange(column.Slot, low, high);
    }

    private static Predicate Of(Operator operation, FloatColumn column, double constant)
    {
        if (double.IsNaN(constant))
            return new ConstantPredicate(false);
        var (low, high) = operation switch
        {
            Operator.Equal => (constant, constant),
            Operator.Less => (double.NegativeInfinity, Math.BitDecrement(constant)),
            Operator.LessOrEqual => (double.NegativeInfinity, constant),
            Operator.Greater => (Math.BitIncrement(constant), double.PositiveInfinity),
            _ => (constant, double.PositiveInfinity),
        };
        // Nothing lies beyond an infinity, whose neighbour is itself.
        var beyond = operation == Operator.Greater ? double.IsPositiveInfinity(constant) : operation == Operator.Less && double.IsNegativeInfinity(constant);
        return beyond ? new ConstantPredicate(false) : new FloatRange(column.Slot, low, high);
    }

    private static (Int128 Low, Int128 High) Bounds(Operator operation, Int128 value) => operation switch
    {
        Operator.Equal => (value, value),
        Operator.Less => (Int128.MinValue, value - 1),
        Operator.LessOrEqual => (Int128.MinValue, value),
        Operator.Greater => (value + 1, Int128.MaxValue),
        _ => (value, Int128.MaxValue),
    };

    /// <summary>The integers that compare so with a float: exact, where a float of the integer would be rounded.</summary>
    private static (Int128 Low, Int128 High) Bounds(Operator operation, double value)
    {
        if (double.IsNaN(value))
            return (1, 0);
        // Beyond every cell, and still an Int128.
        value = Math.Clamp(value, -1e30, 1e30);
        var (floor, ceiling) = ((Int128)Math.Floor(value), (Int128)Math.Ceiling(value));
        return operation switch
        {
            Operator.Equal => floor == ceiling ? (floor, floor) : (1, 0),
            Operator.Less => (Int128.MinValue, ceiling - 1),
            Operator.LessOrEqual => (Int128.MinValue, floor),
            Operator.Greater => (floor + 1, Int128.MaxValue),
            _ => (ceiling, Int128.MaxValue),
        };
    }

    private static (Int128 Smallest, Int128 Largest) Limits(ColumnType type)
    {
        var bits = 8 * type.Width;
        return type.Signed ? (-(Int128.One << (bits - 1)), (Int128.One << (bits - 1)) - 1) : (0, (Int128.One << bits) - 1);
    }
}
