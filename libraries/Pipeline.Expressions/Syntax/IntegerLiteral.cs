namespace Pipeline.Expressions.Syntax;

/// <summary>A whole number; a duration is in nanoseconds, a size in bytes. Wide enough for both i64 and u64.</summary>
internal sealed record IntegerLiteral(Place Place, Int128 Value, Dimension Dimension) : Expression(Place);
