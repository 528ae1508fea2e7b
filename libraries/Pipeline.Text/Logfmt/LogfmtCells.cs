using System.Text;
using Pipeline.Text.Cells;
using Pipeline.Text.Json;

namespace Pipeline.Text.Logfmt;

/// <summary>The writer of a column's values.</summary>
internal static class LogfmtCells
{
    public static CellWriter Create(ColumnSchema column, int ordinal) => column.Type.Kind switch
    {
        ColumnKind.F64 => new DoubleWriter(ordinal),
        ColumnKind.Enum => new EnumWriter(ordinal, column.Type, LogfmtText.Value),
        ColumnKind.Flags => Quoted(ordinal, new FlagsWriter(ordinal, column.Type, Encoding.UTF8.GetBytes, '|', "")),
        ColumnKind.Utf8 or ColumnKind.FixedUtf8 => new LogfmtTextWriter(ordinal),
        ColumnKind.Utf8List => Quoted(ordinal, new ShellWordsWriter(ordinal)),
        ColumnKind.Bytes or ColumnKind.FixedBytes => Quoted(ordinal, new Base64Writer(ordinal)),
        ColumnKind.Map => Quoted(ordinal, new JsonMapWriter(ordinal, exactKey: null)),
        ColumnKind.Histogram => Quoted(ordinal, new JsonHistogramWriter(ordinal, column.Type)),
        _ => PlainCells.Create(ordinal, column.Type),
    };

    private static LogfmtQuotedWriter Quoted(int ordinal, CellWriter inner) => new(ordinal, inner);
}
