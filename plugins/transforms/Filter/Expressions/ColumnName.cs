namespace Pipeline.Transforms.Filter.Expressions;

internal sealed record ColumnName(Place Place, string Name) : Expression(Place);
