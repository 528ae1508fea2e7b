using Pipeline.Transforms.Filter.Evaluation;
using Pipeline.Transforms.Filter.Expressions;

namespace Pipeline.Transforms.Filter.Binding;

internal record TextOperand(Place Place, string Kind, TextSource Source) : Operand(Place, Kind);
