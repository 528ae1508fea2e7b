namespace Pipeline.Expressions.Syntax;

/// <summary>Operands joined by <c>&amp;&amp;</c> (<paramref name="All"/>) or <c>||</c>: flat, so that a long chain is not a deep tree.</summary>
internal sealed record ChainExpression(Place Place, bool All, IReadOnlyList<Expression> Operands) : Expression(Place)
{
    public override int Depth { get; } = 1 + Operands.Max(o => o.Depth);
}
