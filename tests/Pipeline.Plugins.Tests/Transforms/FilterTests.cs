using System.Text;
using Pipeline.Plugins.Tests.Support;
using Xunit;

namespace Pipeline.Plugins.Tests.Transforms;

public sealed class FilterTests
{
    private static readonly TableSchema Numbers = new("numbers", TableKind.Event, [new("n", ColumnType.U32), new("text", ColumnType.Utf8)]);
    private static readonly TableSchema Others = new("others", TableKind.Event, [new("text", ColumnType.Utf8), new("n", ColumnType.F64)]);

    [Fact]
    public void All_rows_kept_pass_as_the_same_batch()
    {
        using var emitter = new CollectingEmitter();
        var batch = Batch(emitter.Arena, 100);
        FilterSample.Bind("n >= 0", Numbers).Process(batch, emitter);
        Assert.Same(batch, Assert.Single(emitter.Batches));
        Assert.Equal(0, emitter.Tally.Filtered);
        batch.Release();
        Assert.Equal(100, emitter.Batches[0].Column<uint>(0).Count);
    }

    [Fact]
    public void No_row_kept_emits_nothing_and_counts_all()
    {
        using var emitter = new CollectingEmitter();
        var batch = Batch(emitter.Arena, 100);
        FilterSample.Bind("n > 1000", Numbers).Process(batch, emitter);
        batch.Release();
        Assert.Empty(emitter.Batches);
        Assert.Equal(100, emitter.Tally.Filtered);
        Assert.Equal(0, emitter.Arena.InUse);
    }

    [Fact]
    public void Kept_rows_keep_their_cells_numbers_account_and_schema()
    {
        using var emitter = new CollectingEmitter();
        var batch = Batch(emitter.Arena, 130);
        FilterSample.Bind("n % 64 == 1", Numbers).Process(batch, emitter);
        batch.Release();
        var kept = Assert.Single(emitter.Batches);
        Assert.Same(Numbers, kept.Schema);
        Assert.Equal([8ul, 72ul, 136ul], Enumerable.Range(0, kept.Rows).Select(kept.Sequence));
        Assert.Equal("text 65", Encoding.UTF8.GetString(kept.Text(1, 1)));
        Assert.Equal(5, kept.UnixOffset);
        Assert.Equal(127, emitter.Tally.Filtered);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1000)]
    public void Every_row_is_kept_or_counted(int rows)
    {
        using var emitter = new CollectingEmitter();
        var batch = Batch(emitter.Arena, rows);
        FilterSample.Bind("n & 1 == 0 && text ends_with '2'", Numbers).Process(batch, emitter);
        batch.Release();
        Assert.Equal(rows, emitter.Batches.Sum(b => b.Rows) + emitter.Tally.Filtered);
        Assert.Equal(Enumerable.Range(0, rows).Count(r => r % 10 == 2), emitter.Batches.Sum(b => b.Rows));
    }

    [Fact]
    public void Each_input_table_has_its_own_column_types_and_places()
    {
        using var emitter = new CollectingEmitter();
        var filter = FilterSample.Bind("n > 1.5", Numbers, Others);
        var first = Batch(emitter.Arena, 4);
        var second = ScatteredBatch.Make(Others, [["a"u8.ToArray(), "b"u8.ToArray()], [1.25, 1.75]], 2, emitter.Arena, new Random(1));
        filter.Process(second, emitter);
        filter.Process(first, emitter);
        first.Release();
        second.Release();
        Assert.Equal([("others", 1), ("numbers", 2)], emitter.Batches.Select(b => (b.Schema.Name, b.Rows)));
    }

    [Fact]
    public void Tables_pass_through_and_any_worker_takes_any_row()
    {
        var filter = new Pipeline.Transforms.Filter.FilterTransform(new() { Condition = "n > 1" }, null!);
        Assert.Equal([Numbers, Others], filter.Bind([Numbers, Others]));
        Assert.Empty(filter.PartitionBy);
    }

    [Fact]
    public void A_batch_costs_no_memory_beyond_the_one_emitted()
    {
        using var emitter = new CollectingEmitter();
        var filter = FilterSample.Bind("n > 10 && n + 1 < 900 && (text =~ 'x' || text in ['a', 'b'] || n / 3 == 5)", Numbers);
        var batch = Batch(emitter.Arena, 1000);
        Run(1_000);
        var allocated = Allocated.By(() => Run(100));
        batch.Release();
        // A batch, its block array, the call's list entry: nothing that grows with rows.
        Assert.InRange(allocated, 0, 100 * 512);

        void Run(int times)
        {
            for (var i = 0; i < times; i++)
            {
                filter.Process(batch, emitter);
                emitter.Dispose();
            }
        }
    }

    private static RecordBatch Batch(Arena arena, int rows)
    {
        var numbers = Enumerable.Range(0, rows).Select(i => (object)(Int128)i).ToArray();
        var texts = Enumerable.Range(0, rows).Select(i => (object)Encoding.UTF8.GetBytes($"text {i}")).ToArray();
        return ScatteredBatch.Make(Numbers, [numbers, texts], rows, arena, new Random(rows), firstSequence: 7, unixOffset: 5);
    }
}
