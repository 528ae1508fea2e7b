namespace Pipeline.Expressions;

/// <summary>The option <c>headings</c>: columns by name, what stands above them in a terminal table.</summary>
internal static class Headings
{
    private const string Key = "headings";

    /// <summary>The table with those headings.</summary>
    /// <exception cref="OptionException">It has no such column, or a heading is no text.</exception>
    public static TableSchema Apply(OptionTable headings, TableSchema table)
    {
        var columns = table.Columns.ToBuilder();
        foreach (var (name, value) in headings.Values)
        {
            if (table.Ordinal(name) is not (>= 0 and var ordinal))
                throw new OptionException($"{Key}.{name}", $"the table '{table.Name}' has no column '{name}'") { Word = name, Accepted = [.. columns.Select(c => c.Name)] };
            if (value is not string heading)
                throw new OptionException($"{Key}.{name}", "a heading is text in quotes");
            columns[ordinal] = columns[ordinal] with { Heading = heading };
        }

        return new TableSchema(table.Name, table.Kind, columns.ToImmutable()) { Help = table.Help, Span = table.Span, StartTimeColumn = table.StartTimeColumn };
    }
}
