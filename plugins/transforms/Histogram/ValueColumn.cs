using Pipeline.Expressions.Evaluation;
using Pipeline.Grouping;

namespace Pipeline.Transforms.Histogram;

/// <summary>The column whose values are counted.</summary>
internal static class ValueColumn
{
    private const string Key = "value";

    /// <exception cref="OptionException">There is none, or its values have no distribution.</exception>
    public static ColumnSchema Find(string name, IReadOnlyList<TableSchema> inputs)
    {
        var column = InputColumns.Find(name, Key, inputs);
        if (column.Type.Kind == ColumnKind.Histogram)
            throw new OptionException(Key, $"'{name}' is a histogram already; the transform aggregate puts histograms together, as merge({name})");
        if (column.Instrument == Instrument.Counter)
            throw new OptionException(Key, $"'{name}' is a counter: a running total has no distribution (expected a value of single events, or a gauge)");
        return column.Type.Kind is (>= ColumnKind.I8 and <= ColumnKind.F64) or ColumnKind.Duration
            ? column
            : throw new OptionException(Key, $"'{name}' is {column.Type} (expected a number or a duration)");
    }

    /// <summary>What reads it from the first slot of a window.</summary>
    public static Number Read(ColumnType type, int slot) => type.Kind == ColumnKind.F64 ? new FloatColumn(slot) : IntegerColumn.Create(slot, type);
}
