namespace Pipeline.Expressions.Syntax;

/// <summary><c>-x</c>, or <c>~x</c> if <paramref name="Complement"/>.</summary>
internal sealed record UnaryExpression(Place Place, bool Complement, Expression Operand) : Expression(Place)
{
    public override int Depth { get; } = 1 + Operand.Depth;
}
