namespace Pipeline.Otlp.Metrics;

/// <summary>Names of metrics: that of the semantic conventions where the column has one, else TABLE.COLUMN, of a table with one value column TABLE.</summary>
internal static class MetricName
{
    /// <summary>The names of a table's value columns, in their order. A unit is no part of a name: where a column's ends in its own, that is left out.</summary>
    public static string[] Of(TableSchema table, IReadOnlyList<ColumnSchema> values)
    {
        string[] plain = [.. values.Select(column => column.Attribute ?? Join(table.Name, values.Count == 1 ? null : column.Name))];
        string[] bare = [.. values.Select(column => column.Attribute ?? WithoutUnit(Join(table.Name, values.Count == 1 ? null : column.Name), column.Unit))];
        // wait and wait_ns stay apart.
        return [.. bare.Select((name, i) => bare.Count(other => other == name) == 1 && !plain.Where((_, j) => j != i).Contains(name) ? name : plain[i])];
    }

    private static string Join(string table, string? column) => column is null ? table : $"{table}.{column}";

    private static string WithoutUnit(string name, string? unit)
    {
        foreach (var word in Words(unit))
            if (name.Length > word.Length + 1 && name.EndsWith(word, StringComparison.Ordinal) && name[^(word.Length + 1)] == '_')
                return name[..^(word.Length + 1)];
        return name;
    }

    private static string[] Words(string? unit) => unit switch
    {
        "ns" => ["ns", "nanoseconds"],
        "us" => ["us", "microseconds"],
        "ms" => ["ms", "milliseconds"],
        "s" => ["s", "seconds"],
        "By" => ["bytes"],
        _ => [],
    };
}
