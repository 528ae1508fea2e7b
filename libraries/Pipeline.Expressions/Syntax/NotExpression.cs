namespace Pipeline.Expressions.Syntax;

internal sealed record NotExpression(Place Place, Expression Operand) : Expression(Place)
{
    public override int Depth { get; } = 1 + Operand.Depth;
}
