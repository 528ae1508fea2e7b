using Pipeline.Expressions;
using Pipeline.Expressions.Binding;
using Pipeline.Expressions.Evaluation;
using Pipeline.Expressions.Syntax;

namespace Pipeline.Transforms.Filter;

/// <summary>Keeps the rows for which a condition is true. Tables keep their names and columns.</summary>
internal sealed class FilterTransform : ITransform, IPartitioned
{
    private readonly FilterOptions _options;
    private PerTable<Selection>? _selections;
    private int[] _rows = [];

    public FilterTransform(FilterOptions options, IComponentContext context)
    {
        _ = context;
        _options = options;
    }

    public IReadOnlyList<string> PartitionBy => [];

    public IReadOnlyList<TableSchema> Bind(IReadOnlyList<TableSchema> inputs)
    {
        _selections = ExpressionException.Tell("condition", () => Compile(inputs));
        return inputs;
    }

    public void Process(RecordBatch batch, IEmitter emitter)
    {
        var selection = _selections!.Of(batch.Schema);
        if (_rows.Length < batch.Rows)
            _rows = new int[batch.Rows];
        var kept = selection.Select(batch, _rows);
        emitter.Tally.Filter(batch.Rows - kept);
        if (kept == 0)
            return;
        if (kept < batch.Rows)
        {
            emitter.Emit(batch.Take(_rows.AsSpan(0, kept), emitter.Arena));
            return;
        }

        batch.AddReference();
        emitter.Emit(batch);
    }

    private PerTable<Selection> Compile(IReadOnlyList<TableSchema> inputs)
    {
        var condition = Parser.Parse(_options.Condition, "latency_ns > 1ms");
        return new PerTable<Selection>(inputs, table => Binder.Compile(condition, _options.Condition, table));
    }
}
