namespace Pipeline.Transforms.Filter.Expressions;

internal sealed record FloatLiteral(Place Place, double Value) : Expression(Place);
