using Pipeline.Expressions;

namespace Pipeline.Transforms.Select;

/// <summary>Keeps, renames, drops and derives columns. Rows are not copied: kept columns stay where they are, derived ones are one more block.</summary>
internal sealed class SelectTransform : ITransform, IPartitioned
{
    private readonly SelectOptions _options;
    private readonly ColumnChoice[] _choices;
    private PerTable<Projection>? _projections;

    public SelectTransform(SelectOptions options, IComponentContext context)
    {
        _ = context;
        _options = options;
        _choices = [.. options.Columns.Select((text, i) => ColumnChoice.Read(text, $"columns.{i}"))];
        if (_choices.Length == 0)
            throw new OptionException("columns", "there are no columns (expected at least one)");
        if (_choices.Count(c => c.Value is null) is var stars && (stars > 1 || (stars == 0 && options.Drop.Count > 0)))
            throw new OptionException(stars > 1 ? "columns" : "drop", stars > 1 ? "\"*\" stands there twice" : "nothing is dropped where \"*\" is not among the columns");
    }

    public IReadOnlyList<string> PartitionBy => [];

    public IReadOnlyList<TableSchema> Bind(IReadOnlyList<TableSchema> inputs)
    {
        if (_options.Table is not null && inputs.Count > 1)
            throw new OptionException("table", $"one name cannot be that of {inputs.Count} tables");
        _projections = new PerTable<Projection>(inputs, table => new ProjectionBinder(_options, _choices, table).Bind());
        return [.. inputs.Select(table => _projections.Of(table).Schema)];
    }

    public void Process(RecordBatch batch, IEmitter emitter)
    {
        if (batch.Rows > 0)
            _projections!.Of(batch.Schema).Project(batch, emitter);
    }
}
