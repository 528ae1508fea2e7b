using System.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Metrics.Labels;

/// <summary>Writers that turn the cells of a label column into text: valid UTF-8, different for different values.</summary>
internal static class LabelCells
{
    /// <summary>For a column; null where its type cannot be a label.</summary>
    public static CellWriter? Create(ColumnSchema column, int ordinal) =>
        Of(column, ordinal) is { } label && column is { EmptyIsAbsent: true, Type.IsVariable: false } ? new NonZeroWriter(ordinal, label) : Of(column, ordinal);

    private static CellWriter? Of(ColumnSchema column, int ordinal) => column.Type.Kind switch
    {
        ColumnKind.Utf8 or ColumnKind.FixedUtf8 => new TextLabel(ordinal),
        ColumnKind.Enum => new EnumWriter(ordinal, column.Type, Encoding.UTF8.GetBytes),
        ColumnKind.Flags => new FlagsWriter(ordinal, column.Type, Encoding.UTF8.GetBytes, '|', ""),
        ColumnKind.FixedBytes or ColumnKind.Bytes => new HexLabel(ordinal),
        ColumnKind.F64 => new DoubleLabel(ordinal),
        ColumnKind.Utf8List or ColumnKind.Map or ColumnKind.Histogram => null,
        _ => PlainCells.Create(ordinal, column.Type),
    };
}
