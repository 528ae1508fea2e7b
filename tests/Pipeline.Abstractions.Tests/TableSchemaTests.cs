using System.Collections.Immutable;

namespace Pipeline.Abstractions.Tests;

public sealed class TableSchemaTests
{
    private static readonly ImmutableArray<ColumnSchema> Columns =
        [new("time", ColumnType.Time), new("took", ColumnType.Duration), new("code", ColumnType.I32), new("what", ColumnType.Utf8)];

    [Fact]
    public void Columns_are_found_by_name()
    {
        var schema = new TableSchema("t", TableKind.Event, Columns);
        for (var i = 0; i < Columns.Length; i++)
            Assert.Equal(i, schema.Ordinal(Columns[i].Name));
        Assert.Equal(-1, schema.Ordinal("Time"));
        Assert.Equal("t(time time, took duration, code i32, what utf8)", schema.ToString());
    }

    [Fact]
    public void Two_columns_of_one_name_are_refused() =>
        Assert.Throws<ArgumentException>(() => new TableSchema("t", TableKind.Event, [.. Columns, new("took", ColumnType.I64)]));

    [Theory]
    [InlineData("tim", "took", "code", "what")]
    [InlineData("time", "tok", "code", "what")]
    [InlineData("time", "took", "cod", "what")]
    [InlineData("time", "took", "code", "")]
    public void A_span_column_that_is_not_there_is_refused(string start, string duration, string status, string name) =>
        Assert.Throws<ArgumentException>(() => new TableSchema("t", TableKind.Span, Columns) { Span = new(start, duration, status, name) });

    [Fact]
    public void A_start_time_column_that_is_not_there_is_refused() =>
        Assert.Throws<ArgumentException>(() => new TableSchema("t", TableKind.Metric, Columns) { StartTimeColumn = "start" });

    [Fact]
    public void Schemas_compare_by_content()
    {
        var spans = new SpanColumns("time", "took", "code", "what");
        var schema = new TableSchema("t", TableKind.Span, Columns) { Span = spans };
        var same = new TableSchema("t", TableKind.Span, [.. Columns.Select(c => c with { })]) { Span = spans };
        Assert.Equal(schema, same);
        Assert.Equal(schema.GetHashCode(), same.GetHashCode());
        Assert.Equal(schema, schema.Named("u").Named("t"));
        Assert.NotEqual(schema, schema.Named("u"));
        Assert.NotEqual(schema, new TableSchema("t", TableKind.Span, Columns));
        Assert.NotEqual(schema, new TableSchema("t", TableKind.Span, Columns.SetItem(2, new("code", ColumnType.U32))) { Span = spans });
    }

    [Fact]
    public void Only_a_map_of_the_right_name_opens_a_table()
    {
        Assert.True(new TableSchema("t", TableKind.Event, [new("attributes", ColumnType.Map)]).IsOpen);
        Assert.False(new TableSchema("t", TableKind.Event, [new("attributes", ColumnType.Utf8)]).IsOpen);
        Assert.False(new TableSchema("t", TableKind.Event, [new("others", ColumnType.Map)]).IsOpen);
    }
}
