using System.Text.RegularExpressions;
using Pipeline.Expressions.Syntax;

namespace Pipeline.Transforms.Select;

/// <summary>One entry of the option <c>columns</c>, parsed.</summary>
/// <param name="Key">The option's key of the entry.</param>
/// <param name="Text">What the user wrote, with blanks in place of the name, so that places in it are places in what was written.</param>
/// <param name="Name">The name it gets; null: its own.</param>
/// <param name="Value">What it holds; null: all others.</param>
internal sealed partial record ColumnChoice(string Key, string Text, string? Name, Expression? Value)
{
    private const string All = "*";
    private const string Example = "wait_ms = wait_ns / 1ms";

    /// <summary>The column that is kept as it is or renamed; null for what is derived.</summary>
    public string? Kept => (Value as ColumnName)?.Name;

    /// <exception cref="OptionException">The text is no column, with the place of the mistake.</exception>
    public static ColumnChoice Read(string text, string key)
    {
        if (text.Trim() == All)
            return new ColumnChoice(key, text, null, null);
        var named = Named().Match(text);
        var name = named.Success ? named.Groups["name"].Value : null;
        var rest = string.Concat(new string(' ', named.Length), text.AsSpan(named.Length));
        var value = ExpressionException.Tell(key, () => Parser.Parse(rest, Example));
        return name is not null || value is ColumnName
            ? new ColumnChoice(key, rest, name, value)
            : throw new OptionException(key, $"what is derived needs a name (expected one such as: {Example})");
    }

    // One '=' is no operator of the expressions, "==" and "=~" are.
    [GeneratedRegex(@"^\s*(?<name>[a-z_][a-z0-9_]*)\s*=(?![=~])", RegexOptions.ExplicitCapture)]
    private static partial Regex Named();
}
