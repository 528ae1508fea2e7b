namespace Pipeline.Expressions.Syntax;

/// <summary>A symbol that compares; a negated one is true where the operator is not.</summary>
internal sealed record ComparisonSign(Operator Operator, bool Negated = false);
