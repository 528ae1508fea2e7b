using Pipeline.Expressions.Binding;
using Pipeline.Grouping;
using Pipeline.Transforms.Aggregate.Series;

namespace Pipeline.Transforms.Aggregate;

/// <summary>What binding the aggregations to one input table gathers.</summary>
internal sealed class InputBinding(TableSchema table, int mostSeries)
{
    private readonly SeriesState _state = new();

    public TableSchema Table => table;

    /// <summary>The columns read.</summary>
    public Slots Slots { get; } = new();

    /// <summary>What the table's series told last; null while no aggregation asked for it.</summary>
    public SeriesReadings? Readings { get; private set; }

    /// <summary>Room for what each series told last; where it lies.</summary>
    /// <param name="bytes">How much.</param>
    /// <param name="key">The option that asks.</param>
    /// <exception cref="OptionException">The table's series cannot be told apart.</exception>
    public (SeriesReadings Readings, int Offset) Keep(int bytes, string key)
    {
        Readings ??= new SeriesReadings(table, KeySchema.OfSeries(table, key), _state, mostSeries);
        return (Readings, _state.Add(bytes));
    }
}
