using System.Collections.Immutable;
using Pipeline.Expressions;
using Pipeline.Expressions.Binding;
using Pipeline.Expressions.Syntax;

namespace Pipeline.Transforms.Select;

/// <summary>Gives the option <c>columns</c> its meaning for one table.</summary>
internal sealed class ProjectionBinder(SelectOptions options, ColumnChoice[] choices, TableSchema table)
{
    private const int CellBytes = 8;

    private readonly List<ColumnSchema> _columns = [];
    private readonly List<int> _sources = [];
    private readonly List<DerivedValue> _derived = [];
    private readonly Dictionary<string, string> _keptAs = [];
    private readonly Slots _slots = new();

    /// <exception cref="OptionException">A column is not there, or named twice.</exception>
    public Projection Bind()
    {
        for (var i = 0; i < options.Drop.Count; i++)
            Ordinal(options.Drop[i], $"drop.{i}");
        foreach (var choice in choices)
        {
            if (choice.Value is null)
                AddOthers(choice.Key);
            else if (choice.Kept is { } kept)
                Keep(ExpressionException.Tell(choice.Key, () => Ordinal((ColumnName)choice.Value)), choice.Name ?? kept, choice.Key);
            else
                Derive(choice);
        }

        // Each cell on a word of its own: bools are rare.
        ImmutableArray<int> offsets = [.. _derived.Select((_, i) => i * CellBytes)];
        Derivation[] derivations = [.. _derived.Select((value, i) => Derivation.Create(value, offsets[i]))];
        return new Projection(Headings.Apply(options.Headings, Schema()), [.. _sources], derivations, offsets, Math.Max(1, _derived.Count) * CellBytes, _slots.Ordinals);
    }

    private TableSchema Schema()
    {
        var span = table.Span is { } roles && NewName(roles.Start) is { } start && NewName(roles.Duration) is { } duration
            && NewName(roles.Status) is { } status && NewName(roles.Name) is { } name
            ? new SpanColumns(start, duration, status, name)
            : null;
        // A span that lost one of its roles is but an event.
        var kind = table.Kind == TableKind.Span && span is null ? TableKind.Event : table.Kind;
        return new TableSchema(options.Table ?? table.Name, kind, [.. _columns])
        {
            Help = table.Help,
            Span = span,
            StartTimeColumn = table.StartTimeColumn is { } startTime ? NewName(startTime) : null,
        };
    }

    private string? NewName(string column) => _keptAs.GetValueOrDefault(column);

    private void AddOthers(string key)
    {
        var named = choices.Select(c => c.Kept).ToHashSet();
        for (var i = 0; i < table.Columns.Length; i++)
            if (table.Columns[i].Name is var name && !named.Contains(name) && !options.Drop.Contains(name))
                Keep(i, name, key);
    }

    private void Keep(int ordinal, string name, string key)
    {
        var column = table.Columns[ordinal];
        // A column somebody renames is one to be seen; a heading is that of the old name.
        Add(name == column.Name ? column : column with { Name = name, Heading = null }, ordinal, key);
        _keptAs.TryAdd(column.Name, name);
    }

    private void Derive(ColumnChoice choice)
    {
        var value = ExpressionException.Tell(choice.Key, () => Binder.Value(choice.Value!, choice.Text, table, _slots));
        var column = value.As(choice.Name!);
        // Without an instrument a metric table's column would be a label, by which series are told apart.
        if (table.Kind == TableKind.Metric && value.Number is not null)
            column = column with { Instrument = Instrument.Gauge };
        Add(column, -1 - _derived.Count, choice.Key);
        _derived.Add(value);
    }

    private void Add(ColumnSchema column, int source, string key)
    {
        if (_columns.Any(c => c.Name == column.Name))
            throw new OptionException(key, $"there would be two columns named '{column.Name}'");
        _columns.Add(column);
        _sources.Add(source);
    }

    private int Ordinal(string name, string key) =>
        table.Ordinal(name) is >= 0 and var ordinal
            ? ordinal
            : throw new OptionException(key, $"table '{table.Name}' has no column '{name}'") { Word = name, Accepted = [.. table.Columns.Select(c => c.Name)] };

    private int Ordinal(ColumnName name) =>
        table.Ordinal(name.Name) is >= 0 and var ordinal
            ? ordinal
            : throw name.Place.Unknown($"table '{table.Name}' has no column '{name.Name}'", name.Name, [.. table.Columns.Select(c => c.Name)]);
}
