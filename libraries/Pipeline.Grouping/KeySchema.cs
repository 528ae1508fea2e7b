using System.Collections.Immutable;

namespace Pipeline.Grouping;

/// <summary>
/// The columns that tell groups apart, and how a group's key holds their values: fixed cells one behind the other, filled up to whole words; behind them each
/// variable cell with its length in front.
/// </summary>
internal sealed class KeySchema
{
    private KeySchema(ImmutableArray<ColumnSchema> columns)
    {
        Columns = columns;
        var offsets = ImmutableArray.CreateBuilder<int>(columns.Length);
        var at = 0;
        foreach (var column in columns)
        {
            offsets.Add(column.Type.IsVariable ? -1 : at);
            at += column.Type.IsVariable ? 0 : column.Type.Width;
        }

        Offsets = offsets.MoveToImmutable();
        FixedBytes = (at + sizeof(ulong) - 1) & -sizeof(ulong);
        HasVariable = columns.Any(c => c.Type.IsVariable);
    }

    /// <summary>The columns as labels of the table emitted.</summary>
    public ImmutableArray<ColumnSchema> Columns { get; }

    /// <summary>Where a fixed column's cell lies in a key; -1 for a variable one.</summary>
    public ImmutableArray<int> Offsets { get; }

    /// <summary>Bytes of all fixed cells, in whole words.</summary>
    public int FixedBytes { get; }

    /// <summary>Whether any column is variable.</summary>
    public bool HasVariable { get; }

    /// <summary>The column, a bool, that is true in the overflow group, whose other labels are then empty; -1: none, and the labels say it themselves.</summary>
    public int OverflowFlag { get; private init; } = -1;

    /// <summary>Columns of keys that are made rather than read from rows.</summary>
    /// <param name="columns">The labels.</param>
    /// <param name="overflowFlag">See <see cref="OverflowFlag"/>.</param>
    public static KeySchema Made(ImmutableArray<ColumnSchema> columns, int overflowFlag = -1) => new(columns) { OverflowFlag = overflowFlag };

    /// <summary>The columns named, which all inputs have alike.</summary>
    /// <exception cref="OptionException">One is missing, differs between inputs, or tells no groups apart.</exception>
    public static KeySchema Of(IReadOnlyList<string> by, IReadOnlyList<TableSchema> inputs) =>
        new([.. by.Select((name, i) => Label(name, $"by.{i}", inputs))]);

    /// <summary>The labels of a metric table, by which its series are told apart.</summary>
    /// <param name="table">The table.</param>
    /// <param name="key">The option that asks for its series.</param>
    /// <exception cref="OptionException">A label is nothing that can be compared.</exception>
    public static KeySchema OfSeries(TableSchema table, string key)
    {
        var labels = table.Columns.Where(c => c.Instrument is null && c.Type.Kind != ColumnKind.Time);
        return new([.. labels.Select(c => Label(c.Name, key, [table]))]);
    }

    /// <summary>A column as a label.</summary>
    /// <param name="name">The column, which all inputs have alike.</param>
    /// <param name="key">The option that names it.</param>
    /// <param name="inputs">The inputs.</param>
    /// <exception cref="OptionException">It is missing, differs between inputs, or tells no groups apart.</exception>
    public static ColumnSchema Label(string name, string key, IReadOnlyList<TableSchema> inputs)
    {
        var column = InputColumns.Find(name, key, inputs);
        if (column.Type.Kind is ColumnKind.Time)
            throw new OptionException(key, $"'{name}' is a time, by which rows cannot be grouped: hardly two of them share one");
        if (column.Type.Kind is ColumnKind.Utf8List or ColumnKind.Map or ColumnKind.Histogram)
            throw new OptionException(key, $"'{name}' is {column.Type}, by which rows cannot be grouped (expected a column with one value)");
        // Whoever groups by a column wants to see it.
        return column with { Instrument = null, Temporality = default, Heading = column.Heading is "" ? null : column.Heading };
    }
}
