using System.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Sinks.Kafka.Templates;

/// <summary>What writes a name of a template: text as it is, all else as JSON would without quotes.</summary>
internal static class TemplateCells
{
    /// <summary>The name that stands for the table's.</summary>
    public const string Table = "table";

    /// <exception cref="OptionException">The table has no such column, or its values are no single text.</exception>
    public static CellWriter Of(TemplatePart part, string option, TableSchema table)
    {
        var ordinal = table.Ordinal(part.Text);
        if (ordinal >= 0)
            return Of(table.Columns[ordinal], ordinal) ?? throw Wrong(part, option, $"the column '{part.Text}' of {table.Name} is a {table.Columns[ordinal].Type}, which is no single value");
        if (table.IsOpen)
            return new AttributeText(table.Ordinal(TableSchema.AttributesColumn), part.Text);
        throw new OptionException(option, $"the table {table.Name} has no column '{part.Text}'")
        {
            Word = part.Text,
            Accepted = [Table, .. table.Columns.Select(c => c.Name)],
            Offset = part.Offset,
            Length = part.Text.Length,
        };
    }

    private static CellWriter? Of(ColumnSchema column, int ordinal) => column.Type.Kind switch
    {
        ColumnKind.Utf8 or ColumnKind.FixedUtf8 => new RawText(ordinal),
        ColumnKind.F64 => new DoubleWriter(ordinal),
        ColumnKind.Enum => new EnumWriter(ordinal, column.Type, Encoding.UTF8.GetBytes),
        ColumnKind.Flags => new FlagsWriter(ordinal, column.Type, Encoding.UTF8.GetBytes, '|', ""),
        ColumnKind.Bytes or ColumnKind.FixedBytes => new Base64Writer(ordinal),
        ColumnKind.Utf8List or ColumnKind.Map or ColumnKind.Histogram => null,
        _ => PlainCells.Create(ordinal, column.Type),
    };

    private static OptionException Wrong(TemplatePart part, string option, string message) =>
        new(option, message) { Offset = part.Offset, Length = part.Text.Length };
}
