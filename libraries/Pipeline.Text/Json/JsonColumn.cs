using Pipeline.Text.Cells;

namespace Pipeline.Text.Json;

/// <summary>A column's writer and what stands around what it writes.</summary>
internal readonly record struct JsonColumn(CellWriter Cells, string Open = "", string Close = "")
{
    /// <param name="column">The column.</param>
    /// <param name="ordinal">Its ordinal.</param>
    /// <param name="exactKey">Key of the exact bytes of a text that is not UTF-8, quoted.</param>
    public static JsonColumn Create(ColumnSchema column, int ordinal, byte[] exactKey) => column.Type.Kind switch
    {
        ColumnKind.F64 => new(new JsonDoubleWriter(ordinal)),
        ColumnKind.Enum => new(new EnumWriter(ordinal, column.Type, JsonText.Quote)),
        ColumnKind.Flags => new(new FlagsWriter(ordinal, column.Type, JsonText.Quote, ',', "\""), "[", "]"),
        ColumnKind.Utf8 or ColumnKind.FixedUtf8 => new(new JsonTextWriter(ordinal, exactKey), "\"", "\""),
        ColumnKind.Utf8List => new(new JsonListWriter(ordinal, exactKey), "[", "]"),
        ColumnKind.Bytes or ColumnKind.FixedBytes => new(new Base64Writer(ordinal), "\"", "\""),
        ColumnKind.Time or ColumnKind.Ip or ColumnKind.Mac => new(PlainCells.Create(ordinal, column.Type), "\"", "\""),
        ColumnKind.Map => new(new JsonMapWriter(ordinal, exactKey)),
        ColumnKind.Histogram => new(new JsonHistogramWriter(ordinal, column.Type)),
        _ => new(PlainCells.Create(ordinal, column.Type)),
    };
}
