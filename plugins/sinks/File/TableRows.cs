using Pipeline.Text;
using Pipeline.Text.Csv;
using Pipeline.Text.Json;
using Pipeline.Text.Logfmt;

namespace Pipeline.Sinks.File;

/// <summary>What a table's rows look like in a file.</summary>
internal static class TableRows
{
    public static RowText Of(TableSchema table, FileFormat format) => format switch
    {
        FileFormat.Json => JsonRows.Of(table, AllOf(table)),
        FileFormat.Logfmt => LogfmtRows.Of(table, AllOf(table)),
        _ => CsvRows.Of(table, AllOf(table)),
    };

    /// <summary>What ends a row.</summary>
    public static byte[] EndOf(FileFormat format) => format == FileFormat.Csv ? [.. "\r\n"u8] : [.. "\n"u8];

    /// <summary>What stands above a table's rows, its end included; empty: nothing.</summary>
    public static byte[] HeaderOf(TableSchema table, FileFormat format) => format == FileFormat.Csv ? [.. CsvRows.Header(table, AllOf(table)), .. EndOf(format)] : [];

    private static int[] AllOf(TableSchema table) => [.. Enumerable.Range(0, table.Columns.Length)];
}
