namespace Pipeline.Expressions.Syntax;

internal sealed record ColumnName(Place Place, string Name) : Expression(Place);
