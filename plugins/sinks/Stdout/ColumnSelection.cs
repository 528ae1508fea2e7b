namespace Pipeline.Sinks.Stdout;

/// <summary>The columns a user asked for, checked against the tables.</summary>
internal static class ColumnSelection
{
    private const string Key = "columns";

    /// <summary>Ordinals of the named columns that <paramref name="table"/> has, in the user's order; all of them when none were named.</summary>
    public static int[] Of(TableSchema table, IReadOnlyList<string> names) =>
        names.Count == 0
            ? [.. Enumerable.Range(0, table.Columns.Length)]
            : [.. names.Select(table.Ordinal).Where(ordinal => ordinal >= 0)];

    /// <exception cref="OptionException">A name is given twice, or no table has it.</exception>
    public static void Check(IReadOnlyList<TableSchema> tables, IReadOnlyList<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (!seen.Add(name))
                throw new OptionException(Key, $"a column is named once (got '{name}' twice)");
            if (tables.All(table => table.Ordinal(name) < 0))
                throw Unknown(tables, name);
        }
    }

    private static OptionException Unknown(IReadOnlyList<TableSchema> tables, string name)
    {
        string[] accepted = [.. tables.SelectMany(table => table.Columns).Select(column => column.Name).Distinct(StringComparer.Ordinal)];
        return new OptionException(Key, $"no input has such a column (got '{name}', expected {string.Join(", ", accepted)})")
        {
            Word = name,
            Accepted = accepted,
        };
    }
}
