namespace Pipeline.Expressions.Syntax;

/// <summary>What stands between two values. Negated spellings (<c>!=</c>, <c>!~</c>, <c>not in</c>) are parsed as the negation of the plain one.</summary>
internal enum Operator
{
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    Matches,
    Contains,
    StartsWith,
    EndsWith,
    Has,
    BitOr,
    BitXor,
    BitAnd,
    ShiftLeft,
    ShiftRight,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}
