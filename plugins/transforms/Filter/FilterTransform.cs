using Pipeline.Transforms.Filter.Binding;
using Pipeline.Transforms.Filter.Evaluation;
using Pipeline.Transforms.Filter.Expressions;

namespace Pipeline.Transforms.Filter;

/// <summary>Keeps the rows for which a condition is true. Tables keep their names and columns.</summary>
internal sealed class FilterTransform : ITransform, IPartitioned
{
    private readonly FilterOptions _options;
    private (TableSchema Table, Selection Selection)[] _selections = [];
    private int[] _rows = [];

    public FilterTransform(FilterOptions options, IComponentContext context)
    {
        _ = context;
        _options = options;
    }

    public IReadOnlyList<string> PartitionBy => [];

    public IReadOnlyList<TableSchema> Bind(IReadOnlyList<TableSchema> inputs)
    {
        var condition = Parser.Parse(_options.Condition);
        _selections = [.. inputs.Select(table => (table, Binder.Compile(condition, _options.Condition, table)))];
        return inputs;
    }

    public void Process(RecordBatch batch, IEmitter emitter)
    {
        var selection = SelectionFor(batch.Schema);
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

    private Selection SelectionFor(TableSchema table)
    {
        foreach (var (bound, selection) in _selections)
            if (ReferenceEquals(bound, table))
                return selection;
        foreach (var (bound, selection) in _selections)
            if (bound.Equals(table))
                return selection;
        throw new InvalidOperationException($"table '{table.Name}' was not bound");
    }
}
