namespace Pipeline.Transforms.Filter.Expressions;

internal sealed record BoolLiteral(Place Place, bool Value) : Expression(Place);
