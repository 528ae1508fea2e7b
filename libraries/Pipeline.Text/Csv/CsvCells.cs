using System.Text;
using Pipeline.Text.Cells;
using Pipeline.Text.Json;

namespace Pipeline.Text.Csv;

/// <summary>The writer of a column's fields.</summary>
internal static class CsvCells
{
    /// <param name="column">The column.</param>
    /// <param name="ordinal">Its ordinal.</param>
    /// <param name="isAlone">It is the only one of a row.</param>
    public static CellWriter Create(ColumnSchema column, int ordinal, bool isAlone)
    {
        return column.Type.Kind switch
        {
            ColumnKind.F64 => new DoubleWriter(ordinal),
            ColumnKind.Enum => new EnumWriter(ordinal, column.Type, CsvText.Field),
            ColumnKind.Flags => Quoted(new FlagsWriter(ordinal, column.Type, Encoding.UTF8.GetBytes, '|', "")),
            ColumnKind.Utf8 or ColumnKind.FixedUtf8 => new CsvTextWriter(ordinal, isAlone),
            ColumnKind.Utf8List => Quoted(new ShellWordsWriter(ordinal)),
            ColumnKind.Bytes or ColumnKind.FixedBytes => Quoted(new Base64Writer(ordinal)),
            ColumnKind.Map => Quoted(new JsonMapWriter(ordinal, exactKey: null)),
            ColumnKind.Histogram => Quoted(new JsonHistogramWriter(ordinal, column.Type)),
            _ => PlainCells.Create(ordinal, column.Type),
        };

        CsvQuotedWriter Quoted(CellWriter inner) => new(ordinal, inner, isAlone);
    }
}
