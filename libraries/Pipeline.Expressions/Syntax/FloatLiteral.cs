namespace Pipeline.Expressions.Syntax;

internal sealed record FloatLiteral(Place Place, double Value) : Expression(Place);
