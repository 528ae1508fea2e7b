using Pipeline.Expressions.Syntax;

namespace Pipeline.Expressions.Binding;

/// <summary>What a number measures and how many nanoseconds or bytes one is.</summary>
internal readonly record struct Measure(Dimension Dimension, long Scale)
{
    public static Measure Any { get; } = new(Dimension.Any, 1);

    public static Measure Time { get; } = new(Dimension.Time, 1);

    public static Measure Duration { get; } = new(Dimension.Duration, 1);

    /// <summary>Whether it is a mere number, by which a measure can be multiplied.</summary>
    public bool IsPlain => Dimension is Dimension.Any or Dimension.Count;

    /// <summary>The UCUM unit; null for a mere number and for a time.</summary>
    public string? Unit
    {
        get
        {
            var (dimension, scale) = this;
            return dimension is Dimension.Duration or Dimension.Size ? UnitTable.Columns.First(u => u.Dimension == dimension && u.Scale == scale).Name : null;
        }
    }

    public static Measure Of(ColumnSchema column)
    {
        if (column.Type.Kind == ColumnKind.Time)
            return Time;
        if (column.Unit is { } unit)
            return Array.Find(UnitTable.Columns, u => u.Name == unit) is { } known ? new Measure(known.Dimension, known.Scale) : new Measure(Dimension.Count, 1);
        return column.Type.Kind == ColumnKind.Duration ? Duration : Any;
    }
}
