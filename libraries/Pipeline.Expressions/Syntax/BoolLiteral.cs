namespace Pipeline.Expressions.Syntax;

internal sealed record BoolLiteral(Place Place, bool Value) : Expression(Place);
