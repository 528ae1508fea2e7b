using Pipeline.Expressions.Evaluation;
using Pipeline.Expressions.Syntax;

namespace Pipeline.Expressions.Binding;

internal record TextOperand(Place Place, string Kind, TextSource Source) : Operand(Place, Kind);
