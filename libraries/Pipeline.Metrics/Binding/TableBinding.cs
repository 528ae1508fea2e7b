using System.Text;
using Pipeline.Metrics.Labels;
using Pipeline.Text.Cells;

namespace Pipeline.Metrics.Binding;

/// <summary>A table as metrics: which of its columns are labels and which are values.</summary>
internal sealed class TableBinding
{
    private const string Key = "inputs";

    /// <exception cref="OptionException">The table is none of metrics, or a column cannot be what it would have to be.</exception>
    public TableBinding(TableSchema table, IReadOnlyList<ConstantLabel> constants)
    {
        if (table.Kind != TableKind.Metric)
            throw new OptionException(
                Key,
                $"only metric tables have figures (got '{table.Name}', {Article(table.Kind)} table): put a 'histogram' or 'aggregate' transform before this sink");
        Table = table;
        var values = Ordinals(column => column.Instrument is not null);
        if (values.Length == 0)
            throw new OptionException(Key, $"table '{table.Name}' has no value column, so there are no figures in it");
        var (numbers, histograms) = (0, 0);
        Values = [.. values.Select(i => new ValueColumn(table, i, IsHistogram(i) ? histograms++ : numbers++, values.Length == 1))];
        (Numbers, Histograms) = (numbers, histograms);
        var labels = Ordinals(column => column.Instrument is null && column.Type.Kind != ColumnKind.Time);
        Labels = [.. labels.Select(i => LabelCells.Create(table.Columns[i], i) ?? throw NoLabel(table, table.Columns[i]))];
        CanBeAbsent = [.. labels.Select(i => table.Columns[i].EmptyIsAbsent), true];
        LabelNames = Named([.. labels.Select(i => table.Columns[i].Name)], [.. constants.Select(label => label.Name)]);
        StartTime = table.StartTimeColumn is { } start ? table.Ordinal(start) : -1;
    }

    public TableSchema Table { get; }

    /// <summary>The value columns in the table's order.</summary>
    public IReadOnlyList<ValueColumn> Values { get; }

    /// <summary>How many of them are numbers.</summary>
    public int Numbers { get; }

    /// <summary>How many of them are histograms.</summary>
    public int Histograms { get; }

    /// <summary>Writers of the label columns in the table's order.</summary>
    public CellWriter[] Labels { get; }

    /// <summary>Names of the labels of a series, in order: of the columns, then that of the host it comes from.</summary>
    public byte[][] LabelNames { get; }

    /// <summary>Of each label whether an empty value is left out; of a series of this host the last one, the host's, always is.</summary>
    public bool[] CanBeAbsent { get; }

    /// <summary>The column with the series' start time, or -1.</summary>
    public int StartTime { get; }

    private static string Article(TableKind kind) => kind == TableKind.Event ? "an event" : $"a {kind.ToString().ToLowerInvariant()}";

    private static OptionException NoLabel(TableSchema table, ColumnSchema column) =>
        new(Key, $"column '{column.Name}' of table '{table.Name}' is a {column.Type}, which cannot be a label: leave it out with a 'select' transform before this sink");

    private int[] Ordinals(Predicate<ColumnSchema> which) => [.. Enumerable.Range(0, Table.Columns.Length).Where(i => which(Table.Columns[i]))];

    private bool IsHistogram(int ordinal)
    {
        var (type, instrument) = (Table.Columns[ordinal].Type, Table.Columns[ordinal].Instrument);
        if (instrument == Instrument.Histogram ? type.Kind == ColumnKind.Histogram : type.IsInteger || type.Kind == ColumnKind.F64)
            return instrument == Instrument.Histogram;
        throw new OptionException(
            Key, $"column '{Table.Columns[ordinal].Name}' of table '{Table.Name}' is declared a {instrument.ToString()!.ToLowerInvariant()} and cannot be one (got {type})");
    }

    private byte[][] Named(string[] columns, string[] constants)
    {
        var taken = constants.ToDictionary(name => name, _ => "the option 'labels'", StringComparer.Ordinal);
        foreach (var column in columns)
        {
            var name = LabelName.Of(column);
            if (!taken.TryAdd(name, $"column '{column}'"))
                throw new OptionException(
                    taken[name][0] == 't' ? $"labels.{name}" : Key,
                    $"column '{column}' of table '{Table.Name}' and {taken[name]} would both be the label '{name}': rename one of them");
        }

        var host = LabelName.Host;
        while (taken.ContainsKey(host))
            host = $"origin_{host}";
        return [.. columns.Select(LabelName.Of).Append(host).Select(Encoding.ASCII.GetBytes)];
    }
}
