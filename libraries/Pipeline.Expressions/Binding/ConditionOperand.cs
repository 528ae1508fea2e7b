using Pipeline.Expressions.Evaluation;
using Pipeline.Expressions.Syntax;

namespace Pipeline.Expressions.Binding;

internal sealed record ConditionOperand(Place Place, Predicate Predicate) : Operand(Place, "true or false");
