namespace Pipeline.Expressions.Syntax;

internal sealed record BinaryExpression(Operator Operator, Expression Left, Expression Right) : Expression(Left.Place.To(Right.Place))
{
    public override int Depth { get; } = 1 + Math.Max(Left.Depth, Right.Depth);
}
