namespace Pipeline.Expressions.Syntax;

/// <summary>What may stand after <c>in</c>.</summary>
internal sealed record ListExpression(Place Place, IReadOnlyList<Expression> Items) : Expression(Place)
{
    public override int Depth { get; } = 1 + Items.Max(i => i.Depth);
}
