using Pipeline.Text.Cells;
using Pipeline.Text.Json;

namespace Pipeline.Otlp.Values;

/// <summary>Makes the writers of a table's attributes, with keys of which each is there once.</summary>
/// <param name="table">The table.</param>
/// <param name="field">The field of attributes in the message they are of.</param>
/// <param name="keepsEmpty">Whether an empty text, list, map or bytes is an attribute too. Columns know no null: empty is how one says that there is nothing.</param>
/// <param name="work">The encoder's.</param>
internal sealed class Attributes(TableSchema table, int field, bool keepsEmpty, Workspace work)
{
    /// <summary>The row's identity.</summary>
    public const string RowId = "log.record.uid";

    private readonly HashSet<string> _keys = new(StringComparer.Ordinal) { RowId };

    /// <summary>The writer of a column as an attribute: under the name that the semantic conventions have for it, else under its own.</summary>
    public CellWriter Of(int ordinal)
    {
        var column = table.Columns[ordinal];
        if (column.Type.Kind == ColumnKind.Map && column.Name == TableSchema.AttributesColumn)
            return new MapEntries(ordinal, field, "", _keys, work.Nested);
        if (column.Type.Kind == ColumnKind.Map && column.Attribute is { } family)
            return new MapEntries(ordinal, field, family + ".", _keys, work.Nested);
        var value = Of(ordinal, ValueFrame.Attribute(field, Key(column)), keepsEmpty && !column.EmptyIsAbsent);
        return column is { EmptyIsAbsent: true, Type.IsVariable: false } ? new NonZeroWriter(ordinal, value) : value;
    }

    /// <summary>The writer of a column as a value elsewhere; nothing is written of an empty one.</summary>
    public CellWriter Of(int ordinal, ValueFrame frame) => Of(ordinal, frame, false);

    private CellWriter Of(int ordinal, ValueFrame frame, bool keeps)
    {
        var type = table.Columns[ordinal].Type;
        return type.Kind switch
        {
            ColumnKind.Bool => new BoolValue(ordinal, frame),
            ColumnKind.I8 => new IntegerValue<sbyte>(ordinal, frame),
            ColumnKind.I16 => new IntegerValue<short>(ordinal, frame),
            ColumnKind.I32 => new IntegerValue<int>(ordinal, frame),
            ColumnKind.I64 or ColumnKind.Duration => new IntegerValue<long>(ordinal, frame),
            ColumnKind.U8 => new IntegerValue<byte>(ordinal, frame),
            ColumnKind.U16 => new IntegerValue<ushort>(ordinal, frame),
            ColumnKind.U32 => new IntegerValue<uint>(ordinal, frame),
            ColumnKind.U64 => new UnsignedValue(ordinal, frame),
            ColumnKind.F64 => new DoubleValue(ordinal, frame),
            ColumnKind.Enum => new NameValue(ordinal, type, frame),
            ColumnKind.Flags => new FlagsValue(ordinal, type, frame, work),
            ColumnKind.Utf8 or ColumnKind.FixedUtf8 => new TextValue(ordinal, frame, keeps, work.Texts),
            ColumnKind.Bytes or ColumnKind.FixedBytes => new BytesValue(ordinal, frame, keeps),
            ColumnKind.Utf8List => new ListValue(ordinal, frame, keeps, work),
            ColumnKind.Map => new MapValue(ordinal, frame, keeps, work),
            ColumnKind.Histogram => new WrittenValue(ordinal, frame, new JsonHistogramWriter(ordinal, type), work),
            _ => new WrittenValue(ordinal, frame, PlainCells.Create(ordinal, type), work),
        };
    }

    private string Key(ColumnSchema column)
    {
        if (column.Attribute is { } known && _keys.Add(known))
            return known;
        var key = column.Name;
        while (!_keys.Add(key))
            key += "_";
        return key;
    }
}
