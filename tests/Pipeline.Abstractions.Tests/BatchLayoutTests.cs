namespace Pipeline.Abstractions.Tests;

public sealed class BatchLayoutTests
{
    private static readonly TableSchema Schema = new(
        "t", TableKind.Event, [new ColumnSchema("n", ColumnType.I64), new ColumnSchema("s", ColumnType.Utf8)]);

    [Fact]
    public void Packed_columns_are_aligned_and_never_overlap() => Cases.Run(200, random =>
    {
        var schema = RandomTable.Schema(random);
        var layout = BatchLayout.Packed(schema);
        var end = 0;
        for (var i = 0; i < schema.Columns.Length; i++)
        {
            var (place, width) = (layout.Places[i], schema.Columns[i].Type.Width);
            Assert.True(place.Offset >= end);
            if (width is 2 or 4 or 8)
                Assert.Equal(0, place.Offset % width);
            Assert.Equal(schema.Columns[i].Type.IsVariable ? 1 : -1, place.Heap);
            end = place.Offset + width;
        }

        Assert.True(layout.Strides[0] >= end);
        Assert.Equal(0, layout.Strides[0] % 8);
        Assert.Equal(schema.Columns.Any(c => c.Type.IsVariable) ? 2 : 1, layout.Strides.Length);
    });

    [Theory]
    [InlineData(0, 9, -1)]
    [InlineData(0, -1, -1)]
    [InlineData(0, int.MaxValue - 3, -1)]
    [InlineData(1, 0, -1)]
    [InlineData(2, 0, -1)]
    [InlineData(-1, 0, -1)]
    [InlineData(0, 0, 1)]
    public void A_fixed_column_outside_its_row_or_with_a_heap_is_refused(int block, int offset, int heap)
    {
        var error = Assert.Throws<ArgumentException>(
            () => new BatchLayout(Schema, [new ColumnPlace(block, offset, heap), new ColumnPlace(0, 8, 1)], [16, 0]));
        Assert.Contains("'n'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(2)]
    public void A_variable_column_without_a_heap_is_refused(int heap)
    {
        var error = Assert.Throws<ArgumentException>(
            () => new BatchLayout(Schema, [new ColumnPlace(0, 0), new ColumnPlace(0, 8, heap)], [16, 0]));
        Assert.Contains("'s' has no heap", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layout_needs_a_place_for_each_column() =>
        Assert.Throws<ArgumentException>(() => new BatchLayout(Schema, [new ColumnPlace(0, 0)], [16, 0]));
}
