using Pipeline.Expressions.Evaluation;

namespace Pipeline.Expressions.Binding;

/// <summary>What an expression gives in each row: a number, true or false, or the cell of a column of any type.</summary>
/// <param name="Column">The column, where the expression is nothing but its name.</param>
/// <param name="Number">The number; null where it is none.</param>
/// <param name="Condition">True or false; null where it is neither.</param>
/// <param name="Measure">What the number measures.</param>
internal sealed record DerivedValue(ColumnSchema? Column, Number? Number, Predicate? Condition, Measure Measure)
{
    /// <summary>The column that holds it: the column it names under another name, or one of its own type and unit.</summary>
    public ColumnSchema As(string name)
    {
        if (Column is not null)
            return Column with { Name = name };
        if (Condition is not null)
            return new ColumnSchema(name, ColumnType.Bool);
        return new ColumnSchema(name, TypeOfNumber()) { Unit = Measure.Unit };
    }

    private ColumnType TypeOfNumber() => Number switch
    {
        FloatNumber => ColumnType.F64,
        _ when Measure.Dimension == Syntax.Dimension.Time => ColumnType.Time,
        _ when Measure == Measure.Duration => ColumnType.Duration,
        IntegerNumber { Unsigned: true } => ColumnType.U64,
        _ => ColumnType.I64,
    };
}
