using Pipeline.Metrics.Buckets;

namespace Pipeline.Metrics.Binding;

/// <summary>A value column of a table: what it is called, where its values lie in a series, and how they are put into base units.</summary>
internal sealed class ValueColumn
{
    /// <param name="table">The table.</param>
    /// <param name="ordinal">The column.</param>
    /// <param name="index">Where a series has its value: among its numbers, or its histograms.</param>
    /// <param name="isOnly">Whether the table has no other value column.</param>
    public ValueColumn(TableSchema table, int ordinal, int index, bool isOnly)
    {
        var column = table.Columns[ordinal];
        (Table, Column, Ordinal, Index) = (table, column, ordinal, index);
        Type = column.Instrument switch
        {
            Instrument.Counter => MetricType.Counter,
            Instrument.Histogram => MetricType.Histogram,
            _ => MetricType.Gauge,
        };
        Unit = column.Type.Kind == ColumnKind.Time ? UnitConversion.Time : UnitConversion.Of(column.Unit);
        Name = MetricName.Of(table.Name, column.Name, isOnly, Type, Unit);
        Help = column.Help ?? table.Help ?? $"Column {column.Name} of table {table.Name}.";
        Bounds = new BucketLabels(Unit, column.Type.Bounds);
    }

    public TableSchema Table { get; }

    public ColumnSchema Column { get; }

    public int Ordinal { get; }

    public int Index { get; }

    public MetricType Type { get; }

    public UnitConversion Unit { get; }

    /// <summary>The family's name, without <c>_total</c>.</summary>
    public string Name { get; }

    public string Help { get; }

    /// <summary>Whether rows tell what was added rather than what it comes to.</summary>
    public bool IsDelta => Column.Temporality == Temporality.Delta;

    /// <summary>The bounds of a histogram's buckets, ready to be written.</summary>
    public BucketLabels Bounds { get; }

    /// <summary>Where it comes from, for people.</summary>
    public override string ToString() => $"column '{Column.Name}' of table '{Table.Name}'";
}
