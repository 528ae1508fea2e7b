using Pipeline.Expressions.Binding;
using Pipeline.Expressions.Syntax;

namespace Pipeline.Transforms.Aggregate;

/// <summary>
/// What may be told of a metric table's values. Its rows are readings of series: a running total or a gauge is there again in each. Of running totals the growth
/// is added up (see <see cref="Series.SeriesReadings"/>), which of anything else than the column itself would be another; gauges do not add up at all.
/// </summary>
internal static class MetricColumns
{
    /// <exception cref="ExpressionException">The function would tell nonsense of such a column.</exception>
    public static void Check(Aggregation aggregation, TableSchema table)
    {
        if (table.Kind != TableKind.Metric)
            return;
        var slots = new Slots();
        var value = Binder.Value(aggregation.Argument!, aggregation.Text, table, slots);
        var read = slots.Ordinals.Select(o => table.Columns[o]).Append(value.Column).OfType<ColumnSchema>();
        foreach (var column in read)
            if (Objection(column, aggregation, isWhole: ReferenceEquals(column, value.Column)) is { } objection)
                throw aggregation.Argument!.Place.Error($"'{column.Name}' is {objection}");
    }

    private static string? Objection(ColumnSchema column, Aggregation aggregation, bool isWhole) => (column.Instrument, column.Temporality, aggregation.Function) switch
    {
        (Instrument.Gauge, _, Function.Sum) => "a gauge, whose readings do not add up (expected avg, min, max or last)",
        (Instrument.Counter, Temporality.Cumulative, Function.Sum) or (Instrument.Histogram, Temporality.Cumulative, Function.Merge) when isWhole => null,
        (Instrument.Counter, Temporality.Cumulative, not Function.Count) => $"a running total, which each reading tells again (expected sum({column.Name}))",
        _ => null,
    };
}
