namespace Pipeline.Grouping;

/// <summary>Finds a column that several input tables share.</summary>
internal static class InputColumns
{
    /// <summary>The column of that name, which all inputs have with one type and unit.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="key">The option that names it.</param>
    /// <param name="inputs">The inputs.</param>
    /// <exception cref="OptionException">An input has none, or another.</exception>
    public static ColumnSchema Find(string name, string key, IReadOnlyList<TableSchema> inputs)
    {
        ColumnSchema? first = null;
        foreach (var table in inputs)
        {
            if (table.Ordinal(name) is not (>= 0 and var ordinal))
                throw new OptionException(key, $"table '{table.Name}' has no column '{name}'") { Word = name, Accepted = [.. table.Columns.Select(c => c.Name)] };
            var column = table.Columns[ordinal];
            first ??= column;
            if (!first.Type.Equals(column.Type) || first.Unit != column.Unit)
                throw new OptionException(key, $"'{name}' is {Describe(first)} in table '{inputs[0].Name}' and {Describe(column)} in '{table.Name}'");
        }

        return first ?? throw new OptionException(key, "there are no inputs");
    }

    /// <summary>A column's type and unit, for people.</summary>
    public static string Describe(ColumnSchema column) => column.Unit is { } unit ? $"{column.Type} in {unit}" : column.Type.ToString();
}
