namespace Pipeline.Metrics.Binding;

/// <summary>Names of metrics. A table with one value column is a metric under its own name; of several, each is TABLE_COLUMN.</summary>
internal static class MetricName
{
    private const string Total = "_total";

    /// <summary>The name of the family, which for a counter is without <c>_total</c>.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="column">The value column's name.</param>
    /// <param name="isOnly">Whether the table has no other value column.</param>
    /// <param name="type">What the column is.</param>
    /// <param name="unit">The column's unit: its spelling in the name gives way to the base unit, which then ends the name.</param>
    public static string Of(string table, string column, bool isOnly, MetricType type, UnitConversion unit)
    {
        var name = NameText.Of(isOnly ? table : $"{table}_{column}");
        if (type == MetricType.Counter)
            name = Without(name, Total);
        if (unit.Name is null)
            return name;
        name = unit.Suffixes.Aggregate(name, Without);
        return name.EndsWith($"_{unit.Name}", StringComparison.Ordinal) ? name : $"{name}_{unit.Name}";
    }

    // A name that is nothing but its suffix stays.
    private static string Without(string name, string suffix) =>
        name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : name;
}
