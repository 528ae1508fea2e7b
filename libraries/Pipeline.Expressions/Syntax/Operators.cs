namespace Pipeline.Expressions.Syntax;

/// <summary>How operators are spelled and how tightly they bind. Bit operators bind tighter than comparisons, as in Go and Rust and unlike C.</summary>
internal static class Operators
{
    /// <summary>Longest first, because the lexer takes the first that fits.</summary>
    public static readonly string[] Symbols =
    [
        "&&", "||", "==", "!=", "<=", ">=", "=~", "!~", "<<", ">>",
        "<", ">", "&", "|", "^", "~", "+", "-", "*", "/", "%", "(", ")", "[", "]", ",", "!",
    ];

    /// <summary>The one spelling of the symbol that a word is; null where it is none.</summary>
    public static string? SymbolOf(string word) => word switch
    {
        "and" => "&&",
        "or" => "||",
        "not" => "!",
        "in" or "contains" or "starts_with" or "ends_with" or "has" or "true" or "false" => word,
        _ => null,
    };

    /// <summary>How a symbol compares; null where it does not.</summary>
    public static ComparisonSign? ComparisonOf(string symbol) => symbol switch
    {
        "==" => new(Operator.Equal),
        "!=" => new(Operator.Equal, Negated: true),
        "<" => new(Operator.Less),
        "<=" => new(Operator.LessOrEqual),
        ">" => new(Operator.Greater),
        ">=" => new(Operator.GreaterOrEqual),
        "in" => new(Operator.In),
        "=~" => new(Operator.Matches),
        "!~" => new(Operator.Matches, Negated: true),
        "contains" => new(Operator.Contains),
        "starts_with" => new(Operator.StartsWith),
        "ends_with" => new(Operator.EndsWith),
        "has" => new(Operator.Has),
        _ => null,
    };

    /// <summary>How a symbol makes a number of two; null where it does not.</summary>
    public static ArithmeticSign? ArithmeticOf(string symbol) => symbol switch
    {
        "|" => new(Operator.BitOr, Level: 1),
        "^" => new(Operator.BitXor, Level: 2),
        "&" => new(Operator.BitAnd, Level: 3),
        "<<" => new(Operator.ShiftLeft, Level: 4),
        ">>" => new(Operator.ShiftRight, Level: 4),
        "+" => new(Operator.Add, Level: 5),
        "-" => new(Operator.Subtract, Level: 5),
        "*" => new(Operator.Multiply, Level: 6),
        "/" => new(Operator.Divide, Level: 6),
        "%" => new(Operator.Remainder, Level: 6),
        _ => null,
    };
}
