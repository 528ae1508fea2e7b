using System.Numerics;
using Pipeline.Expressions;
using Pipeline.Expressions.Evaluation;
using Pipeline.Grouping;
using Pipeline.Transforms.Aggregate.Series;
using Pipeline.Transforms.Aggregate.States;

namespace Pipeline.Transforms.Aggregate;

/// <summary>Groups rows, keeps sums, counts and the like of each group, and emits them once an interval.</summary>
internal sealed class AggregateTransform : ITransform, IPartitioned, IFlushing, IDisposable
{
    private readonly AggregateOptions _options;
    private readonly IComponentContext _context;
    private readonly IReadOnlyList<Aggregation> _aggregations;
    private readonly int? _orderBy;
    private PerTable<TableOperands>? _operands;
    private AggregateState? _state;
    private GroupOrder? _order;
    private Groups? _groups;

    public AggregateTransform(AggregateOptions options, IComponentContext context)
    {
        _options = options;
        _context = context;
        _aggregations = Aggregation.Read(options.Values);
        _orderBy = OrderBy();
    }

    public TimeSpan FlushInterval => _options.Interval;

    public bool SettlesWhenAbsorbed => true;

    public IReadOnlyList<string> PartitionBy => _options.Top == 0
        ? Sharing.By(_options.By)
        : throw new OptionException("workers", "`top` compares all groups, which one worker has to have (expected 1)");

    public IReadOnlyList<TableSchema> Bind(IReadOnlyList<TableSchema> inputs)
    {
        var keys = KeySchema.Of(_options.By, inputs);
        BoundAggregation[]? first = null;
        _operands = new PerTable<TableOperands>(inputs, table =>
        {
            var input = new InputBinding(table, _options.MaxGroups);
            BoundAggregation[] bound = [.. _aggregations.Select(a => AggregationBinder.Bind(a, input, _options.Temporality))];
            MustBeAlike(first ??= bound, bound, inputs[0], table);
            return new TableOperands([.. bound.Select(b => b.Operand)], input.Slots.Ordinals, input.Readings);
        });
        _state = new AggregateState(first!.Select(b => b.State));
        _order = _orderBy is { } part ? new GroupOrder(_state, part) : null;
        var values = first!.Zip(_aggregations, (bound, aggregation) => (bound.Column, aggregation.Key)).ToArray();
        var schema = Headings.Apply(_options.Headings, GroupedTable.Make(_options.Table ?? _context.Name, Help(), keys, values));
        _groups = new Groups(_options, _context, inputs, keys, schema, _state);
        return [schema];
    }

    public void Process(RecordBatch batch, IEmitter emitter)
    {
        var (groups, state) = (_groups!, _state!);
        groups.Table.Prepare(emitter.Arena);
        if (batch.Rows == 0)
            return;
        var (operandsOf, ordinals, readings) = _operands!.Of(batch.Schema);
        var (reader, series) = (groups.Readers.Of(batch.Schema), readings?.Of(batch.Origin, emitter.Arena));
        // Bounded by the length of the expressions.
        Span<Strided> columns = stackalloc Strided[ordinals.Length];
        Strided.Locate(batch, ordinals, columns);
        Span<int> groupOf = stackalloc int[Window.Size];
        Span<int> seriesOf = stackalloc int[Window.Size];
        var operands = new Operands(stackalloc long[Window.Size], stackalloc double[Window.Size]) { Readings = series, SeriesOf = seriesOf };
        var absorbed = 0;
        for (var first = 0; first < batch.Rows; first += Window.Size)
        {
            operands.Window = new Window(batch, columns, first, Math.Min(Window.Size, batch.Rows - first));
            operands.Grouped = series is null ? operands.Window.All : FindSeries(series, readings!.Reader, operands.Window, seriesOf);
            groups.Table.Find(reader, operands.Window, operands.Grouped, groupOf);
            for (var part = 0; part < operandsOf.Length; part++)
            {
                operandsOf[part].Read(ref operands);
                state.Add(part, groups.Table, groupOf, operands);
            }

            absorbed += BitOperations.PopCount(operands.Grouped);
        }

        groups.Absorb(emitter, absorbed);
        emitter.Tally.Drop("series_full", batch.Rows - absorbed);
    }

    public void Flush(IEmitter emitter)
    {
        var due = _groups!.Due();
        _order?.Sort(_groups.Table, due);
        _groups.Flush(emitter, _options.Top > 0 ? due[..Math.Min(_options.Top, due.Length)] : due);
        foreach (var readings in Readings)
            readings.EndInterval(_groups.ExpireIntervals);
    }

    public void Dispose()
    {
        _groups?.Dispose();
        foreach (var readings in Readings)
            readings.Dispose();
    }

    private IEnumerable<SeriesReadings> Readings => _operands?.All.Select(o => o.Readings).OfType<SeriesReadings>() ?? [];

    /// <summary>The rows whose series there is room to remember: of the others nobody could tell how much they grew.</summary>
    private static ulong FindSeries(GroupTable series, KeyReader reader, in Window window, Span<int> seriesOf)
    {
        series.Find(reader, window, window.All, seriesOf);
        var found = window.All;
        for (var row = 0; row < window.Count; row++)
            if (seriesOf[row] == GroupTable.Overflow)
                found &= ~(1ul << row);
        return found;
    }

    private int? OrderBy()
    {
        if (_options.OrderBy is not { } name)
            return _options.Top > 0 ? 0 : null;
        for (var i = 0; i < _aggregations.Count; i++)
            if (_aggregations[i].Name == name)
                return i;
        var names = _aggregations.Select(a => a.Name).ToArray();
        throw new OptionException("order_by", $"'{name}' is none of the values (expected one of {string.Join(", ", names)})") { Word = name, Accepted = names };
    }

    private string Help() => _options.By.Count == 0 ? "Rows put together." : $"Rows put together by {string.Join(", ", _options.By)}.";

    private void MustBeAlike(BoundAggregation[] first, BoundAggregation[] other, TableSchema firstTable, TableSchema table)
    {
        for (var i = 0; i < first.Length; i++)
            if (first[i].Argument is { } a && other[i].Argument is { } b && (!a.Type.Equals(b.Type) || a.Unit != b.Unit))
                throw new OptionException(
                    _aggregations[i].Key,
                    $"this is {InputColumns.Describe(a)} in table '{firstTable.Name}' and {InputColumns.Describe(b)} in '{table.Name}'");
    }
}
