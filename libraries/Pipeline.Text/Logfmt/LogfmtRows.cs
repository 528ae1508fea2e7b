using System.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Text.Logfmt;

/// <summary>
/// A row as key=value pairs: <c>table=execsnoop pid=42 args="ls -l"</c>. The attributes of an open table stand beside the columns, as though they were columns too.
/// </summary>
internal static class LogfmtRows
{
    /// <param name="table">Whose rows.</param>
    /// <param name="ordinals">The columns that are written, in this order.</param>
    public static RowText Of(TableSchema table, int[] ordinals)
    {
        var before = new byte[ordinals.Length][];
        var open = table.IsOpen ? table.Ordinal(TableSchema.AttributesColumn) : -1;
        byte[] behind = [.. "table="u8, .. LogfmtText.Value(table.Name)];
        for (var i = 0; i < ordinals.Length; i++)
        {
            before[i] = ordinals[i] == open ? behind : [.. behind, .. " "u8, .. LogfmtText.Key(table.Columns[ordinals[i]].Name), .. "="u8];
            behind = [];
        }

        var taken = new TakenKeys(table.Columns.Select(column => Encoding.UTF8.GetString(LogfmtText.Key(column.Name))).Append("table"));
        CellWriter[] cells =
        [
            .. ordinals.Select(ordinal => ordinal == open ? new LogfmtOpenWriter(ordinal, taken) : LogfmtCells.Create(table.Columns[ordinal], ordinal)),
        ];
        return new RowText(before, cells, behind);
    }
}
