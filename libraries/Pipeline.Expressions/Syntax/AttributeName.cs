namespace Pipeline.Expressions.Syntax;

/// <summary><c>attributes["http.method"]</c>.</summary>
internal sealed record AttributeName(ColumnName Column, TextLiteral Key, Place End) : Expression(Column.Place.To(End));
