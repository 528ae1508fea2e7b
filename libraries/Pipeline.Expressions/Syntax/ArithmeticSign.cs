namespace Pipeline.Expressions.Syntax;

/// <summary>A symbol that makes a number of two; a higher level binds tighter, equal ones from left to right.</summary>
internal sealed record ArithmeticSign(Operator Operator, int Level);
