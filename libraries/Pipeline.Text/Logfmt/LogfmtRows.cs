namespace Pipeline.Text.Logfmt;

/// <summary>A row as key=value pairs: <c>table=execsnoop pid=42 args="ls -l"</c>.</summary>
internal static class LogfmtRows
{
    /// <param name="table">Whose rows.</param>
    /// <param name="ordinals">The columns that are written, in this order.</param>
    public static RowText Of(TableSchema table, int[] ordinals)
    {
        var before = new byte[ordinals.Length][];
        byte[] behind = [.. "table="u8, .. LogfmtText.Value(table.Name)];
        for (var i = 0; i < ordinals.Length; i++)
        {
            before[i] = [.. behind, .. " "u8, .. LogfmtText.Key(table.Columns[ordinals[i]].Name), .. "="u8];
            behind = [];
        }

        return new RowText(before, [.. ordinals.Select(ordinal => LogfmtCells.Create(table.Columns[ordinal], ordinal))], behind);
    }
}
