using System.Text;

namespace Pipeline.Text.Json;

/// <summary>A row as one object: the table's name, then the columns. The attributes of an open table stand beside them, as though they were columns too.</summary>
internal static class JsonRows
{
    /// <param name="table">Whose rows.</param>
    /// <param name="ordinals">The columns that are written, in this order.</param>
    public static RowText Of(TableSchema table, int[] ordinals)
    {
        var keys = new JsonKeys(table);
        var open = table.IsOpen ? table.Ordinal(TableSchema.AttributesColumn) : -1;
        JsonColumn[] columns =
        [
            .. ordinals.Select(ordinal => ordinal == open
                ? new JsonColumn(new JsonOpenWriter(ordinal, new TakenKeys(keys.Taken), keys.Exact(ordinal)))
                : JsonColumn.Create(table.Columns[ordinal], ordinal, keys.Exact(ordinal))),
        ];
        var before = new byte[columns.Length][];
        byte[] behind = [.. "{"u8, .. JsonText.Quote(JsonKeys.Table), .. ":"u8, .. JsonText.Quote(table.Name)];
        for (var i = 0; i < columns.Length; i++)
        {
            // Quotes and brackets of both values included, so that a row is as few copies as it can be.
            before[i] = ordinals[i] == open ? behind : [.. behind, .. ","u8, .. keys.Column(ordinals[i]), .. ":"u8, .. Encoding.UTF8.GetBytes(columns[i].Open)];
            behind = Encoding.UTF8.GetBytes(columns[i].Close);
        }

        return new RowText(before, [.. columns.Select(column => column.Cells)], [.. behind, .. "}"u8]);
    }
}
