using Pipeline.Expressions.Evaluation;
using Pipeline.Expressions.Syntax;

namespace Pipeline.Expressions.Binding;

/// <summary>A number. <paramref name="Type"/> is a column's, whose names may stand for its numbers; null for what was computed.</summary>
internal sealed record NumberOperand(Place Place, string Kind, Number Number, Measure Measure, ColumnType? Type = null) : Operand(Place, Kind)
{
    public bool IsConstant => Number is IntegerConstant or FloatConstant;
}
