namespace Pipeline.Metrics.Binding;

/// <summary>All series of one name. Made of a column of one table, or of tables of the same name whose other columns differ.</summary>
internal sealed class MetricFamily(ValueColumn first)
{
    /// <summary>The name, without <c>_total</c>.</summary>
    public string Name { get; } = first.Name;

    public MetricType Type { get; } = first.Type;

    /// <summary>The base unit, with which the name ends; null where there is none.</summary>
    public string? Unit { get; } = first.Unit.Name;

    public string Help { get; } = first.Help;

    /// <summary>The column that made the family.</summary>
    public ValueColumn First => first;

    /// <summary>All columns whose series it has.</summary>
    public List<ValueColumn> Columns { get; } = [];

    /// <summary>Names that its samples have, whatever the format.</summary>
    public IEnumerable<string> SampleNames => Type switch
    {
        MetricType.Counter => [Name, $"{Name}_total", $"{Name}_created"],
        MetricType.Histogram => [Name, $"{Name}_bucket", $"{Name}_sum", $"{Name}_count", $"{Name}_created"],
        _ => [Name],
    };
}
