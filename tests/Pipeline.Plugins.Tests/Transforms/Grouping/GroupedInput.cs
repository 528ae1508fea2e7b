using Pipeline.Plugins.Tests.Support;

namespace Pipeline.Plugins.Tests.Transforms.Grouping;

/// <summary>Random rows as a transform gets them, and as an oracle reads them.</summary>
internal static class GroupedInput
{
    private static readonly string[] Labels =
        ["yes", "i8", "i16", "i32", "i64", "u8", "u16", "u32", "f", "operation", "flags", "comm", "tag", "file", "path", "body", "key", "ip"];

    /// <summary>Up to three columns to group by.</summary>
    public static string[] By(Random random) => [.. Labels.OrderBy(_ => random.Next()).Take(random.Next(4))];

    public static RecordBatch Batch(RandomTable table, Arena arena, Random random) =>
        ScatteredBatch.Make(RandomTable.Schema, table.Cells, table.Rows, arena, random, unixOffset: random.NextInt64(1000));

    /// <summary>The group of a row.</summary>
    public static string Key(RandomTable table, string[] by, int row) =>
        string.Join('|', by.Select(name => CellText.Of(table.Cells[RandomTable.Schema.Ordinal(name)][row])));
}
