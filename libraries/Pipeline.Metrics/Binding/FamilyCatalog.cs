namespace Pipeline.Metrics.Binding;

/// <summary>The metrics of all tables, in which no name means two things.</summary>
internal sealed class FamilyCatalog
{
    private readonly Dictionary<string, MetricFamily> _bySample = new(StringComparer.Ordinal);
    private readonly List<MetricFamily> _families = [];

    /// <summary>The families in the order in which they came.</summary>
    public IReadOnlyList<MetricFamily> Families => _families;

    /// <summary>Adds the metrics of a table.</summary>
    /// <exception cref="OptionException">One of its names is that of another table's metric, or of one of its samples.</exception>
    public void Add(TableBinding table)
    {
        foreach (var column in table.Values)
            FamilyOf(column).Columns.Add(column);
    }

    private MetricFamily FamilyOf(ValueColumn column)
    {
        var family = new MetricFamily(column);
        foreach (var sample in family.SampleNames)
        {
            if (!_bySample.TryGetValue(sample, out var other))
                continue;
            // The same program with other options: its tables share their name, and differ in their labels.
            if (other.Name == family.Name && other.Type == family.Type && other.First.Table.Name == column.Table.Name && other.First.Column.Name == column.Column.Name)
                return other;
            throw new OptionException("inputs", Clash(other, family));
        }

        foreach (var sample in family.SampleNames)
            _bySample.Add(sample, family);
        _families.Add(family);
        return family;
    }

    private static string Clash(MetricFamily one, MetricFamily other)
    {
        var (first, second) = (one.First, other.First);
        return $"{first} and {second} would both be the metric '{other.Name}' ({Word(one)} and {Word(other)}): rename one of them, or give each a sink of its own";
    }

    private static string Word(MetricFamily family) => family.Type.ToString().ToLowerInvariant();
}
