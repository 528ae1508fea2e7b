using Pipeline.Enrichment;

namespace Pipeline.Workloads.Tests.Enrichment;

public sealed class AddedColumnsTests
{
    private static readonly TableSchema Input = new("rows", TableKind.Event, [new ColumnSchema("pid", ColumnType.U32), new ColumnSchema("args", ColumnType.Utf8)]);

    [Fact]
    public void Enriched_rows_have_the_cells_of_their_facts_whatever_batches_and_facts_come() => Cases.Run(300, random =>
    {
        var arena = new Arena(64 << 20);
        var model = new EnrichedModel(random);
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var batch = model.Batch(arena);
            var numbers = model.Numbers(batch.Rows);
            var enriched = model.Columns.Enrich(batch, numbers, arena);
            model.AssertEnriched(batch, numbers, enriched);
            batch.Release();
            enriched.Release();
            for (var changes = random.Next(10); changes > 0; changes--)
                model.Change();
        }

        Assert.Equal(0, arena.InUse);
    });

    [Fact]
    public void What_was_emitted_does_not_change_when_facts_do()
    {
        var arena = new Arena(1 << 20);
        var facts = Names("first");
        var columns = new AddedColumns(Input, "columns", Group(facts));
        var batch = Rows(arena, 3);
        var enriched = columns.Enrich(batch, [1, 0, 1], arena);
        facts.Draft.Set(0, "second");
        facts.Replace(1);
        var later = columns.Enrich(batch, [1, 0, 1], arena);
        Assert.Equal("first"u8, enriched.Text(2, 2));
        Assert.Equal("second"u8, later.Text(2, 2));
        Assert.True(later.Text(2, 1).IsEmpty);
        Release(batch, enriched, later);
        Assert.Equal(0, arena.InUse);
    }

    [Fact]
    public void A_fact_that_many_rows_have_is_written_once_a_batch()
    {
        var arena = new Arena(1 << 20);
        var columns = new AddedColumns(Input, "columns", Group(Names(new string('n', 1_000))));
        var batch = Rows(arena, 1_000);
        var enriched = columns.Enrich(batch, [.. Enumerable.Repeat(1, 1_000)], arena);
        Assert.Equal(batch.Bytes + 1_000 * HeapCell.Size + 1_000, enriched.Bytes);
        Release(batch, enriched);
    }

    [Fact]
    public void Nothing_is_allocated_but_the_batch()
    {
        var arena = new Arena(64 << 20);
        var facts = new Facts([ColumnType.Utf8, ColumnType.U32, ColumnType.Utf8], 100, 1 << 20);
        for (var i = 0; i < 100; i++)
        {
            facts.Draft.Set(0, $"name {i}");
            facts.Draft.Set(2, $"image {i % 7}");
            facts.Add();
        }

        var columns = new AddedColumns(Input, "columns", new ColumnGroup(facts, [new(new("name", ColumnType.Utf8), 0), new(new("id", ColumnType.U32), 1), new(new("image", ColumnType.Utf8), 2)]));
        var few = Measure(10);
        var many = Measure(4_000);
        Assert.Equal(few, many);
        Assert.InRange(many, 1, 1_000);

        long Measure(int rows)
        {
            var batch = Rows(arena, rows);
            var numbers = Enumerable.Range(0, rows).Select(i => i % 101).ToArray();
            columns.Enrich(batch, numbers, arena).Release();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
                columns.Enrich(batch, numbers, arena).Release();
            var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
            batch.Release();
            return each;
        }
    }

    [Fact]
    public void Without_memory_nothing_is_taken_at_whichever_allocation_it_ends()
    {
        var columns = new AddedColumns(Input, "columns", Group(Names(new string('n', 8_000))));
        var failures = 0;
        for (var room = 0; ; room += 4_096)
        {
            var arena = new Arena(1 << 20);
            var batch = Rows(arena, 2_000);
            var before = arena.InUse;
            var taken = new List<Block>();
            while (arena.Limit - arena.InUse > room && arena.TryRent(4_096, out var block))
                taken.Add(block);
            var used = arena.InUse;
            RecordBatch? enriched = null;
            try
            {
                enriched = columns.Enrich(batch, [.. Enumerable.Repeat(1, 2_000)], arena);
            }
            catch (ArenaExhaustedException)
            {
                failures++;
                Assert.Equal(used, arena.InUse);
            }

            taken.ForEach(b => b.Release());
            batch.Release();
            enriched?.Release();
            Assert.Equal(0, arena.InUse);
            if (enriched is not null)
                break;
            Assert.True(before > 0);
        }

        // The cells are 16 KiB, the text 8 KiB: neither fits, then only the cells do.
        Assert.Equal(6, failures);
    }

    [Fact]
    public void A_name_that_the_table_has_is_a_mistake_of_the_user()
    {
        var facts = Names("x");
        var taken = new ColumnGroup(facts, [new(new("args", ColumnType.Utf8), 0)]);
        var mistake = Assert.Throws<OptionException>(() => new AddedColumns(Input, "columns", taken));
        Assert.Equal("columns", mistake.Key);
        Assert.Equal("table 'rows' has a column 'args' already (expected other columns, or the transform 'select' before this one to rename it)", mistake.Message);
        Assert.Throws<OptionException>(() => new AddedColumns(Input, "columns", Group(facts), Group(facts)));
    }

    [Fact]
    public void A_columns_type_is_that_of_its_cell_and_it_is_no_value()
    {
        var facts = Names("x");
        Assert.Throws<ArgumentException>(() => new ColumnGroup(facts, [new(new("n", ColumnType.U32), 0)]));
        Assert.Throws<ArgumentException>(() => new ColumnGroup(facts, [new(new("n", ColumnType.Utf8) { Instrument = Instrument.Gauge }, 0)]));
    }

    [Fact]
    public void The_table_stays_what_it_is_and_added_columns_are_labels_that_may_be_absent()
    {
        var metric = new TableSchema("figures", TableKind.Metric,
            [new ColumnSchema("start", ColumnType.Time), new ColumnSchema("disk", ColumnType.Utf8), new ColumnSchema("n", ColumnType.U64) { Instrument = Instrument.Counter }]) { StartTimeColumn = "start", Help = "Figures." };
        var output = new AddedColumns(metric, "columns", Group(Names("x"))).Output;
        Assert.Equal(("figures", TableKind.Metric, "start", "Figures."), (output.Name, output.Kind, output.StartTimeColumn, output.Help));
        Assert.Equal(["start", "disk", "n", "name"], output.Columns.Select(c => c.Name));
        Assert.True(output.Columns[3].EmptyIsAbsent);
        Assert.Null(output.Columns[3].Instrument);
    }

    [Fact]
    public void Numbers_that_are_not_one_a_row_and_group_are_refused()
    {
        var arena = new Arena(1 << 20);
        var batch = Rows(arena, 2);
        var columns = new AddedColumns(Input, "columns", Group(Names("x")));
        Assert.Throws<ArgumentOutOfRangeException>(() => columns.Enrich(batch, [1], arena));
        batch.Release();
    }

    private static Facts Names(string name)
    {
        var facts = new Facts([ColumnType.Utf8], 10, 1 << 20);
        facts.Draft.Set(0, name);
        Assert.Equal(1, facts.Add());
        return facts;
    }

    private static ColumnGroup Group(Facts facts) => new(facts, [new(new("name", ColumnType.Utf8), 0)]);

    private static RecordBatch Rows(Arena arena, int rows)
    {
        using var builder = new BatchBuilder(Input, arena, rows);
        for (var i = 0; i < rows; i++)
        {
            builder.AddRow();
            builder.Set(0, i);
        }

        return builder.Build(new BatchOrigin("host", "rows", 0), 0)!;
    }

    private static void Release(params RecordBatch[] batches)
    {
        foreach (var batch in batches)
            batch.Release();
    }
}
