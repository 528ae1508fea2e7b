namespace Pipeline.Expressions.Syntax;

/// <summary><c>sum(bytes)</c>: what a name stands for is for the plugin that has functions.</summary>
internal sealed record CallExpression(Token Name, IReadOnlyList<Expression> Arguments, Place End) : Expression(Name.Place.To(End))
{
    public override int Depth { get; } = 1 + Arguments.Select(a => a.Depth).DefaultIfEmpty().Max();
}
