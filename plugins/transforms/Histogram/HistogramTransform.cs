using System.Numerics;
using Pipeline.Expressions;
using Pipeline.Expressions.Evaluation;
using Pipeline.Grouping;
using Pipeline.Transforms.Histogram.Buckets;

namespace Pipeline.Transforms.Histogram;

/// <summary>Counts the values of a column in buckets, a histogram a group, and emits the histograms once an interval.</summary>
internal sealed class HistogramTransform(HistogramOptions options, IComponentContext context) : ITransform, IPartitioned, IFlushing, IDisposable
{
    private PerTable<Number>? _values;
    private PerTable<int>? _ordinals;
    private BucketState? _buckets;
    private Groups? _groups;

    public TimeSpan FlushInterval => options.Interval;

    public bool SettlesWhenAbsorbed => true;

    public IReadOnlyList<string> PartitionBy => Sharing.By(options.By);

    public IReadOnlyList<TableSchema> Bind(IReadOnlyList<TableSchema> inputs)
    {
        var value = ValueColumn.Find(options.Value, inputs);
        var keys = KeySchema.Of(options.By, inputs);
        _buckets = BucketOption.Read(options.Buckets, value);
        _values = new PerTable<Number>(inputs, _ => ValueColumn.Read(value.Type, slot: 0));
        _ordinals = new PerTable<int>(inputs, table => table.Ordinal(value.Name));
        var emitted = value with
        {
            Type = _buckets.Type,
            Unit = value.Unit ?? (value.Type.Kind == ColumnKind.Duration ? "ns" : null),
            Heading = value.Heading is "" ? null : value.Heading,
            Instrument = Instrument.Histogram,
            Temporality = options.Temporality,
        };
        var schema = GroupedTable.Make(options.Table ?? context.Name, $"Distribution of {value.Name}.", keys, [(emitted, "value")]);
        _groups = new Groups(options, context, inputs, keys, schema, _buckets);
        return [schema];
    }

    public void Process(RecordBatch batch, IEmitter emitter)
    {
        var (groups, buckets) = (_groups!, _buckets!);
        groups.Table.Prepare(emitter.Arena);
        if (batch.Rows == 0)
            return;
        var (number, reader) = (_values!.Of(batch.Schema), groups.Readers.Of(batch.Schema));
        Span<Strided> columns = [Strided.Of(batch, _ordinals!.Of(batch.Schema))];
        Span<int> groupOf = stackalloc int[Window.Size];
        var observations = new Observations(stackalloc double[Window.Size], stackalloc long[Window.Size]);
        var (counted, notANumber, infinite, negative) = (0, 0, 0, 0);
        for (var first = 0; first < batch.Rows; first += Window.Size)
        {
            var window = new Window(batch, columns, first, Math.Min(Window.Size, batch.Rows - first));
            observations.Read(number, window, buckets.TakesNegative);
            groups.Table.Find(reader, window, observations.Rows, groupOf);
            buckets.Add(groups.Table, groupOf, observations);
            counted += BitOperations.PopCount(observations.Rows);
            notANumber += BitOperations.PopCount(observations.NotANumber);
            infinite += BitOperations.PopCount(observations.Infinite);
            negative += BitOperations.PopCount(observations.Negative);
        }

        groups.Absorb(emitter, counted);
        emitter.Tally.Drop("not_a_number", notANumber);
        emitter.Tally.Drop("infinite", infinite);
        emitter.Tally.Drop("negative", buckets.TakesNegative ? 0 : negative);
    }

    public void Flush(IEmitter emitter) => _groups!.Flush(emitter, _groups.Due());

    public void Dispose() => _groups?.Dispose();
}
