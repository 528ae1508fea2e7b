namespace Pipeline.Text.Csv;

/// <summary>A row as a record of RFC 4180, its line end not included. The table's name is not in it.</summary>
internal static class CsvRows
{
    /// <param name="table">Whose rows.</param>
    /// <param name="ordinals">The columns that are written, in this order.</param>
    public static RowText Of(TableSchema table, int[] ordinals)
    {
        var before = new byte[ordinals.Length][];
        for (var i = 0; i < ordinals.Length; i++)
            before[i] = i == 0 ? [] : [(byte)','];
        return new RowText(before, [.. ordinals.Select(ordinal => CsvCells.Create(table.Columns[ordinal], ordinal, ordinals.Length == 1))], []);
    }

    /// <summary>The names of the columns, as the record that stands above the rows.</summary>
    public static byte[] Header(TableSchema table, int[] ordinals)
    {
        var header = new List<byte>();
        foreach (var ordinal in ordinals)
            header.AddRange([.. header.Count == 0 ? ""u8 : ","u8, .. CsvText.Field(table.Columns[ordinal].Name)]);
        return [.. header];
    }
}
