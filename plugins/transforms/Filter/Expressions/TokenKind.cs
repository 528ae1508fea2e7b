namespace Pipeline.Transforms.Filter.Expressions;

internal enum TokenKind
{
    End,
    Name,
    Literal,

    /// <summary>An operator, a bracket or a keyword.</summary>
    Symbol,
}
