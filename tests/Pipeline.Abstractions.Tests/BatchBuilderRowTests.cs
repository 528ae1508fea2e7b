namespace Pipeline.Abstractions.Tests;

public sealed class BatchBuilderRowTests
{
    private static readonly TableSchema Table = new("t", TableKind.Event, [new("n", ColumnType.I64), new("text", ColumnType.Utf8)]);

    [Fact]
    public void A_row_that_is_taken_back_leaves_nothing_and_each_row_has_its_own_number()
    {
        var arena = new Arena(1 << 20);
        using var builder = new BatchBuilder(Table, arena, 4);
        Assert.Throws<InvalidOperationException>(builder.RemoveRow);
        foreach (var (number, text) in ((long, string)[])[(1, "one"), (2, "taken back"), (3, "three")])
        {
            builder.AddRow();
            builder.Set(0, number);
            builder.Set(1, System.Text.Encoding.UTF8.GetBytes(text));
            if (number == 2)
                builder.RemoveRow();
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => builder.Build(new BatchOrigin("h", "s", 1), [7UL]));
        var batch = builder.Build(new BatchOrigin("h", "s", 1), [7UL, 4000UL])!;
        Assert.Equal(["one", "three"], Enumerable.Range(0, batch.Rows).Select(row => System.Text.Encoding.UTF8.GetString(batch.Text(1, row))));
        Assert.Equal((7UL, 4000UL), (batch.Sequence(0), batch.Sequence(1)));
        Assert.Equal(2 * 16 + "onethree".Length, batch.Bytes);
        batch.Release();
        Assert.Equal(0, arena.InUse);
    }

    [Fact]
    public void Where_there_is_no_memory_for_the_numbers_the_rows_are_kept()
    {
        var arena = new Arena(2 * 4096);
        using var builder = new BatchBuilder(new TableSchema("t", TableKind.Event, [new("n", ColumnType.I64)]), arena, 4);
        builder.AddRow();
        var other = arena.Rent(4096);
        Assert.Throws<ArenaExhaustedException>(() => builder.Build(new BatchOrigin("h", "s", 1), [7UL]));
        other.Release();
        builder.Build(new BatchOrigin("h", "s", 1), [7UL])!.Release();
        Assert.Equal(0, arena.InUse);
    }
}
