using Pipeline.Transforms.Filter.Evaluation;
using Pipeline.Transforms.Filter.Expressions;

namespace Pipeline.Transforms.Filter.Binding;

internal sealed record ConditionOperand(Place Place, Predicate Predicate) : Operand(Place, "true or false");
