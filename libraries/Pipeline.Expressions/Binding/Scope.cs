using Pipeline.Expressions.Evaluation;
using Pipeline.Expressions.Syntax;

namespace Pipeline.Expressions.Binding;

/// <summary>The table an expression is compiled for.</summary>
/// <param name="table">The table.</param>
/// <param name="text">The expression.</param>
/// <param name="slots">The columns it turns out to read; expressions that are evaluated together share them.</param>
internal sealed class Scope(TableSchema table, string text, Slots slots)
{
    private const int LongestQuote = 40;

    /// <summary>The slot a <see cref="Window"/> shows a fixed column in.</summary>
    public int Slot(int ordinal) => slots.Of(ordinal);

    public Operand Column(ColumnName name)
    {
        var ordinal = table.Ordinal(name.Name);
        if (ordinal < 0)
            throw name.Place.Unknown($"table '{table.Name}' has no column '{name.Name}'", name.Name, [.. table.Columns.Select(c => c.Name)]);
        var column = table.Columns[ordinal];
        var type = column.Type;
        var kind = column.Unit is { } unit ? $"{type} in {unit}" : type.ToString();
        return type.Kind switch
        {
            ColumnKind.Bool => new ConditionOperand(name.Place, new IntegerRange<byte>(Slot(ordinal), 1, byte.MaxValue - 1)),
            ColumnKind.F64 => new NumberOperand(name.Place, kind, new FloatColumn(Slot(ordinal)), Measure.Of(column), type),
            ColumnKind.Utf8 or ColumnKind.FixedUtf8 or ColumnKind.Bytes or ColumnKind.FixedBytes =>
                new TextOperand(name.Place, kind, new TextColumn(ordinal, type)),
            _ when type.IsInteger => new NumberOperand(name.Place, kind, IntegerColumn.Create(Slot(ordinal), type), Measure.Of(column), type),
            _ => new CellOperand(name.Place, ordinal, type),
        };
    }

    public AttributeOperand Attribute(AttributeName name)
    {
        var column = Column(name.Column);
        return column is CellOperand { Type.Kind: ColumnKind.Map } map
            ? new AttributeOperand(name.Place, new MapEntry(map.Ordinal, name.Key.Value))
            : throw name.Column.Place.Error($"{Describe(column)} has no attributes");
    }

    /// <summary>How an operand is named in an error: its own words and its type.</summary>
    public string Describe(Operand operand) => $"{Quote(operand.Place)} ({operand.Kind})";

    public string Quote(Place place) => place.Length <= LongestQuote
        ? text.Substring(place.Offset, place.Length)
        : string.Concat(text.AsSpan(place.Offset, LongestQuote), "...");
}
