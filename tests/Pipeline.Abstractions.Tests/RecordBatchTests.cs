namespace Pipeline.Abstractions.Tests;

public sealed class RecordBatchTests
{
    private static readonly TableSchema Schema = new(
        "t", TableKind.Event, [new ColumnSchema("number", ColumnType.I64), new ColumnSchema("text", ColumnType.Utf8)]);

    private static readonly BatchOrigin Origin = new("host", "source", 0);

    private readonly Arena _arena = new(1 << 20);

    [Fact]
    public void A_released_batch_cannot_be_read()
    {
        var batch = Three();
        var taken = batch.Take([2, 0], _arena);
        batch.Release();
        taken.Release();
        foreach (var dead in new[] { batch, taken })
        {
            Assert.Throws<ObjectDisposedException>(() => dead.Column<long>(0).Count);
            Assert.Throws<ObjectDisposedException>(() => dead.Cell(1, 0).Length);
            Assert.Throws<ObjectDisposedException>(() => dead.Text(1, 0).Length);
            Assert.Throws<ObjectDisposedException>(() => dead.Sequence(0));
            Assert.Throws<ObjectDisposedException>(() => dead.Take([0], _arena));
            Assert.Throws<ObjectDisposedException>(() => dead.With(dead.Layout));
        }

        Assert.Equal(0, _arena.InUse);
    }

    [Fact]
    public void A_batch_cannot_be_released_twice_or_revived()
    {
        var batch = Three();
        batch.Release();
        Assert.Throws<InvalidOperationException>(batch.Release);
        Assert.Throws<InvalidOperationException>(batch.AddReference);
    }

    [Fact]
    public void A_block_cannot_be_released_twice_or_revived()
    {
        var block = _arena.Rent(1);
        block.Release();
        Assert.Throws<InvalidOperationException>(block.AddReference);
        var other = _arena.Rent(1);
        other.Release();
        Assert.Throws<InvalidOperationException>(other.Release);
    }

    [Fact]
    public void Each_reference_keeps_the_rows()
    {
        var batch = Three();
        batch.AddReference();
        batch.Release();
        Assert.Equal(20, batch.Column<long>(0)[2]);
        batch.Release();
        Assert.Equal(0, _arena.InUse);
    }

    [Fact]
    public void Blocks_shared_with_a_derived_batch_outlive_the_first()
    {
        var batch = Three();
        var renamed = batch.With(batch.Layout.For(Schema.Named("u")));
        batch.Release();
        Assert.Equal("row 2"u8, renamed.Cell(1, 2));
        Assert.Equal("u", renamed.Schema.Name);
        renamed.Release();
        Assert.Equal(0, _arena.InUse);
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(-1, 1)]
    [InlineData(1, 3)]
    [InlineData(0, -1)]
    [InlineData(3, int.MaxValue)]
    public void A_slice_that_is_not_there_is_refused_and_leaks_nothing(int start, int count)
    {
        var batch = Three();
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Slice(start, count));
        batch.Release();
        Assert.Equal(0, _arena.InUse);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void Taking_a_row_that_is_not_there_is_refused_and_leaks_nothing(int row)
    {
        var batch = Three();
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Take([0, row], _arena));
        batch.Release();
        Assert.Equal(0, _arena.InUse);
    }

    [Fact]
    public void A_take_without_memory_says_so_and_leaks_nothing()
    {
        // Room for the batch and for the rows taken, not for their sequence numbers.
        var arena = new Arena((16 << 10) + (2 << 12));
        var batch = Three(arena);
        var held = arena.InUse;
        Assert.Throws<ArenaExhaustedException>(() => batch.Take([0], arena));
        Assert.Equal(held, arena.InUse);
        batch.Release();
        Assert.Equal(0, arena.InUse);
    }

    [Fact]
    public void A_column_of_another_width_is_refused_by_name()
    {
        var batch = Three();
        var error = Assert.Throws<ArgumentException>(() => batch.Column<int>(0).Count);
        Assert.Contains("'number' is i64, 8 bytes wide, not 4", error.Message, StringComparison.Ordinal);
        batch.Release();
    }

    [Fact]
    public void Rows_beyond_the_last_are_refused()
    {
        var batch = Three();
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Column<long>(0)[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Column<long>(0)[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Cell(0, 3).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Sequence(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Sequence(-1));
        batch.Release();
    }

    [Theory]
    [InlineData(0, 4097)]
    [InlineData(4090, 8)]
    [InlineData(-8, 16)]
    [InlineData(0, 7)]
    public void A_slice_outside_its_block_or_too_short_for_the_rows_is_refused(int offset, int length)
    {
        var layout = BatchLayout.Packed(new TableSchema("t", TableKind.Event, [new ColumnSchema("n", ColumnType.I64)]));
        var block = _arena.Rent(4096);
        Assert.Throws<ArgumentException>(() => new RecordBatch(layout, 1, [new BlockSlice(block, offset, length)], Origin, 0));
        block.Release();
    }

    [Fact]
    public void A_heap_cell_that_points_outside_its_heap_is_refused()
    {
        using var builder = new BatchBuilder(Schema, _arena);
        foreach (var cell in new HeapCell[] { new(0, 1 << 20), new(1 << 20, 1), new(uint.MaxValue, 2), new(2, uint.MaxValue) })
        {
            builder.AddRow();
            builder.Set(1, cell);
        }

        var batch = builder.Build(Origin, 0)!;
        for (var row = 0; row < batch.Rows; row++)
            Assert.Throws<ArgumentOutOfRangeException>(() => batch.Cell(1, row).Length);
        batch.Release();
    }

    private RecordBatch Three(Arena? arena = null)
    {
        using var builder = new BatchBuilder(Schema, arena ?? _arena, 3);
        for (var row = 0; row < 3; row++)
        {
            builder.AddRow();
            builder.Set(0, row * 10L);
            builder.Set(1, [.. "row "u8, (byte)('0' + row)]);
        }

        return builder.Build(Origin, 100)!;
    }
}
