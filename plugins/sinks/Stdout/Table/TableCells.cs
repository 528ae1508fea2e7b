using System.Text;
using Pipeline.Text.Cells;
using Pipeline.Text.Json;

namespace Pipeline.Sinks.Stdout.Table;

/// <summary>The writer of a column's cells.</summary>
internal static class TableCells
{
    public static TableCell Create(ColumnSchema column, int ordinal, UnitScale? scale, TimeZoneInfo zone)
    {
        var type = column.Type;
        if (scale is { } factor && IsNumber(type.Kind))
            return new WrittenCell(ordinal, new ScaledWriter(ordinal, type, factor));
        return type.Kind switch
        {
            ColumnKind.Utf8 or ColumnKind.FixedUtf8 => new TextCell(ordinal, isText: true),
            ColumnKind.Bytes or ColumnKind.FixedBytes => new TextCell(ordinal, isText: false),
            ColumnKind.Utf8List => new CommandLineCell(ordinal),
            _ => new WrittenCell(ordinal, Writer(column, ordinal, scale, zone)),
        };
    }

    /// <summary>Whether values are numbers, which stand on the right.</summary>
    public static bool IsNumber(ColumnKind kind) => kind is (>= ColumnKind.I8 and <= ColumnKind.F64) or ColumnKind.Duration;

    private static CellWriter Writer(ColumnSchema column, int ordinal, UnitScale? scale, TimeZoneInfo zone) => column.Type.Kind switch
    {
        ColumnKind.Time => new WallClockWriter(ordinal, zone),
        ColumnKind.F64 => new RoundedWriter(ordinal),
        ColumnKind.Enum => new EnumWriter(ordinal, column.Type, Encoding.UTF8.GetBytes),
        ColumnKind.Flags => new FlagsWriter(ordinal, column.Type, Encoding.UTF8.GetBytes, '|', ""),
        ColumnKind.Map => new JsonMapWriter(ordinal, exactKey: null),
        _ => PlainCells.Create(ordinal, column.Type),
    };
}
