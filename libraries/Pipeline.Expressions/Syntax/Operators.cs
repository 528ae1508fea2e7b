using System.Collections.Frozen;

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

    /// <summary>Words that are symbols, with their one spelling.</summary>
    public static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>
    {
        ["and"] = "&&", ["or"] = "||", ["not"] = "!", ["in"] = "in", ["contains"] = "contains", ["starts_with"] = "starts_with",
        ["ends_with"] = "ends_with", ["has"] = "has", ["true"] = "true", ["false"] = "false",
    }.ToFrozenDictionary();

    /// <summary>Comparisons; <c>Negated</c> ones are true where the operator is not.</summary>
    public static readonly FrozenDictionary<string, (Operator Operator, bool Negated)> Comparisons = new Dictionary<string, (Operator, bool)>
    {
        ["=="] = (Operator.Equal, false), ["!="] = (Operator.Equal, true),
        ["<"] = (Operator.Less, false), ["<="] = (Operator.LessOrEqual, false),
        [">"] = (Operator.Greater, false), [">="] = (Operator.GreaterOrEqual, false),
        ["in"] = (Operator.In, false), ["=~"] = (Operator.Matches, false), ["!~"] = (Operator.Matches, true),
        ["contains"] = (Operator.Contains, false), ["starts_with"] = (Operator.StartsWith, false),
        ["ends_with"] = (Operator.EndsWith, false), ["has"] = (Operator.Has, false),
    }.ToFrozenDictionary();

    /// <summary>Operators that make numbers; a higher level binds tighter, equal ones from left to right.</summary>
    public static readonly FrozenDictionary<string, (Operator Operator, int Level)> Arithmetic = new Dictionary<string, (Operator, int)>
    {
        ["|"] = (Operator.BitOr, 1), ["^"] = (Operator.BitXor, 2), ["&"] = (Operator.BitAnd, 3),
        ["<<"] = (Operator.ShiftLeft, 4), [">>"] = (Operator.ShiftRight, 4),
        ["+"] = (Operator.Add, 5), ["-"] = (Operator.Subtract, 5),
        ["*"] = (Operator.Multiply, 6), ["/"] = (Operator.Divide, 6), ["%"] = (Operator.Remainder, 6),
    }.ToFrozenDictionary();
}
