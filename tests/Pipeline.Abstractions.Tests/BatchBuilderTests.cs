namespace Pipeline.Abstractions.Tests;

public sealed class BatchBuilderTests
{
    private static readonly TableSchema Schema = new(
        "t", TableKind.Event, [new ColumnSchema("short_text", ColumnType.FixedUtf8(4)), new ColumnSchema("text", ColumnType.Utf8)]);

    private static readonly BatchOrigin Origin = new("host", "source", 0);

    private readonly Arena _arena = new(64 << 20);

    [Fact]
    public void No_rows_make_no_batch_and_take_no_memory()
    {
        using var builder = new BatchBuilder(Schema, _arena);
        Assert.Null(builder.Build(Origin, 0));
        Assert.Equal(0, _arena.InUse);
    }

    [Fact]
    public void A_heap_grows_as_far_as_the_values_ask()
    {
        using var builder = new BatchBuilder(Schema, _arena, 50);
        for (var row = 0; row < 50; row++)
        {
            builder.AddRow();
            builder.Set(1, Enumerable.Repeat((byte)row, 100_000).ToArray());
        }

        var batch = builder.Build(Origin, 0)!;
        for (var row = 0; row < 50; row++)
        {
            Assert.Equal(100_000, batch.Cell(1, row).Length);
            Assert.Equal(-1, batch.Cell(1, row).IndexOfAnyExcept((byte)row));
        }

        batch.Release();
        Assert.Equal(0, _arena.InUse);
    }

    [Fact]
    public void A_value_too_long_for_its_column_is_cut_and_a_shorter_one_leaves_nothing_behind()
    {
        using var builder = new BatchBuilder(Schema, _arena);
        builder.AddRow();
        builder.Set(0, "abcdef"u8);
        builder.AddRow();
        builder.Set(0, "abcd"u8);
        builder.Set(0, "x"u8);
        var batch = builder.Build(Origin, 0)!;
        Assert.Equal("abcd"u8, batch.Text(0, 0));
        Assert.Equal("x"u8, batch.Text(0, 1));
        batch.Release();
    }

    [Fact]
    public void What_was_not_built_is_given_back()
    {
        using (var builder = new BatchBuilder(Schema, _arena))
        {
            builder.AddRow();
            builder.Set(1, "abc"u8);
            Assert.NotEqual(0, _arena.InUse);
        }

        Assert.Equal(0, _arena.InUse);
    }

    [Fact]
    public void Misuse_is_refused()
    {
        using var builder = new BatchBuilder(Schema, _arena, 1);
        Assert.Throws<InvalidOperationException>(() => builder.Set(0, 1));
        Assert.Throws<InvalidOperationException>(() => builder.Set(1, "a"u8));
        builder.AddRow();
        Assert.True(builder.IsFull);
        Assert.Throws<InvalidOperationException>(builder.AddRow);
        Assert.Throws<ArgumentException>(() => builder.Set(0, 1L));
        Assert.Throws<ArgumentException>(() => builder.Reserve(0, 1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.Reserve(1, -1).Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1 << 28)]
    public void A_capacity_that_no_block_can_hold_is_refused(int capacity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchBuilder(Schema, _arena, capacity));

    [Fact]
    public void Without_memory_the_rows_so_far_can_still_be_built()
    {
        var arena = new Arena((4 << 10) + (16 << 10));
        using var builder = new BatchBuilder(Schema, arena, 10);
        builder.AddRow();
        builder.Set(1, "kept"u8);
        builder.AddRow();
        Assert.Throws<ArenaExhaustedException>(() => builder.Set(1, new byte[20_000]));
        var batch = builder.Build(Origin, 0)!;
        Assert.Equal("kept"u8, batch.Cell(1, 0));
        Assert.True(batch.Cell(1, 1).IsEmpty);
        batch.Release();
        Assert.Equal(0, arena.InUse);
    }
}
