namespace Pipeline.Expressions.Syntax;

internal enum TokenKind
{
    End,
    Name,
    Literal,

    /// <summary>An operator, a bracket or a keyword.</summary>
    Symbol,
}
