using Pipeline.Expressions.Syntax;

namespace Pipeline.Transforms.Aggregate;

/// <summary>One entry of the option <c>values</c>, parsed.</summary>
/// <param name="Name">The column emitted.</param>
/// <param name="Text">What the user wrote.</param>
/// <param name="Function">What is told of a group.</param>
/// <param name="Call">The call it was written as.</param>
/// <param name="Argument">Of what; null for a count of rows.</param>
internal sealed record Aggregation(string Name, string Text, Function Function, CallExpression Call, Expression? Argument)
{
    private const string Option = "values";
    private const string Example = "sum(bytes)";

    private static readonly string[] Names = [.. Enum.GetNames<Function>().Select(n => n.ToLowerInvariant())];

    /// <summary>The option's key of the entry.</summary>
    public string Key => KeyOf(Name);

    /// <exception cref="OptionException">There are none, or one is no call of a function.</exception>
    public static IReadOnlyList<Aggregation> Read(OptionTable values)
    {
        if (values.Values.Count == 0)
            throw new OptionException(Option, $"there are no values (expected at least one, such as {{ bytes = \"{Example}\" }})");
        return [.. values.Values.Select(v => Read(v.Key, v.Value))];
    }

    private static string KeyOf(string name) => $"{Option}.{name}";

    private static Aggregation Read(string name, object value)
    {
        if (name.Length == 0 || !name.All(c => c == '_' || char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)) || char.IsAsciiDigit(name[0]))
            throw new OptionException(KeyOf(name), $"'{name}' is no name of a column (expected lower case letters, digits and '_')");
        return value is string text
            ? ExpressionException.Tell(KeyOf(name), () => Read(name, text))
            : throw new OptionException(KeyOf(name), $"a value is text in quotes, such as \"{Example}\"");
    }

    private static Aggregation Read(string name, string text)
    {
        var expression = Parser.Parse(text, Example);
        if (expression is not CallExpression call)
            throw expression.Place.Error($"this is no function of a group (expected one of {string.Join(", ", Names)}, as in {Example})");
        if (Array.IndexOf(Names, call.Name.Text) is not (>= 0 and var function))
            throw call.Name.Place.Unknown($"there is no function '{call.Name.Text}' (expected one of {string.Join(", ", Names)})", call.Name.Text, Names);
        var isCount = (Function)function == Function.Count;
        return call.Arguments.Count == 1 || (isCount && call.Arguments.Count == 0)
            ? new Aggregation(name, text, (Function)function, call, call.Arguments is [var argument, ..] ? argument : null)
            : throw call.Place.Error(isCount ? "count takes nothing, or what is counted" : $"{call.Name.Text} takes one argument, as in {call.Name.Text}(bytes)");
    }
}
