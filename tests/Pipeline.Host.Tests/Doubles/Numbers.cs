namespace Pipeline.Host.Tests.Doubles;

/// <summary>The table that most tests move about: a number, a key of few values, and a text on the heap.</summary>
internal static class Numbers
{
    public const int Keys = 7;

    public static TableSchema Table { get; } = Named("numbers");

    public static BatchOrigin Origin { get; } = new("host", "test", 1);

    public static TableSchema Named(string name) => new(
        name,
        TableKind.Event,
        [new ColumnSchema("n", ColumnType.U64), new ColumnSchema("key", ColumnType.U32), new ColumnSchema("text", ColumnType.Utf8)]);

    public static RecordBatch Batch(Arena arena, ulong first, int rows, BatchOrigin? origin = null, Account? account = null, TableSchema? table = null)
    {
        using var builder = new BatchBuilder(table ?? Table, arena, rows);
        for (var i = 0; i < rows; i++)
        {
            builder.AddRow();
            builder.Set(0, first + (ulong)i);
            builder.Set(1, (uint)((first + (ulong)i) % Keys));
            builder.Set(2, "some text"u8);
        }

        return builder.Build(origin ?? Origin, first, account)!;
    }
}
