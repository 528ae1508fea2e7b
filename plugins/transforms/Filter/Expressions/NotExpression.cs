namespace Pipeline.Transforms.Filter.Expressions;

internal sealed record NotExpression(Place Place, Expression Operand) : Expression(Place)
{
    public override int Depth { get; } = 1 + Operand.Depth;
}
