using System.Runtime.InteropServices;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Transforms.Select;
using Xunit;

namespace Pipeline.Plugins.Tests.Transforms;

public sealed class SelectTests
{
    private static readonly TableSchema Spans = new("spans", TableKind.Span,
    [
        new("time", ColumnType.Time), new("took", ColumnType.Duration) { Unit = "ns", Heading = "LAT(ms)" }, new("status", ColumnType.I32), new("name", ColumnType.Utf8),
    ])
    {
        Span = new SpanColumns("time", "took", "status", "name"),
    };

    private static readonly TableSchema Series = new("series", TableKind.Metric,
    [
        new("time", ColumnType.Time), new("since", ColumnType.Time), new("disk", ColumnType.Utf8), new("bytes", ColumnType.U64) { Unit = "By", Instrument = Instrument.Counter },
    ])
    {
        StartTimeColumn = "since",
    };

    [Theory]
    [InlineData("pid", "pid u32")]
    [InlineData("path, pid", "path utf8, pid u32")]
    [InlineData("process = pid", "process u32")]
    [InlineData("ok = pid == 1", "ok bool")]
    [InlineData("ok=is_root", "ok bool")]
    [InlineData("twice = latency_ns * 2", "twice duration ns")]
    [InlineData("us = latency_ns / 1us", "us i64")]
    [InlineData("ms = wait_us * 3", "ms i64 us")]
    [InlineData("part = 1.0 * wait_us", "part f64 us")]
    [InlineData("kib = size * 2", "kib i64 By")]
    [InlineData("share = 100.0 * wait_us / latency_ns", "share f64")]
    [InlineData("took = end - time", "took duration ns")]
    [InlineData("later = time + 1s", "later time")]
    [InlineData("bits = cookie & 0xff", "bits u64")]
    [InlineData("number = operation + 1", "number i64")]
    [InlineData("one = 1", "one i64")]
    [InlineData("pid2 = pid, *", null)]
    public void Columns_have_the_type_and_unit_of_what_they_are(string columns, string? expected)
    {
        var schema = Select(columns.Split(", ")).Bind([FilterSample.Schema])[0];
        if (expected is not null)
            Assert.Equal(expected, string.Join(", ", schema.Columns.Select(c => $"{c.Name} {c.Type}{(c.Unit is { } unit ? $" {unit}" : "")}")));
        else
            Assert.Equal(["pid2", .. FilterSample.Schema.Columns.Select(c => c.Name).Where(n => n != "pid")], schema.Columns.Select(c => c.Name));
        Assert.Equal("sample", schema.Name);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Random_conditions_derive_what_a_naive_reading_says_and_kept_cells_stay_what_they_were(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 1_000; i++)
        {
            var table = new RandomTable(random, random.Next(1, 200));
            var condition = new RandomCondition(table, random).Condition(random.Next(4));
            using var emitter = new CollectingEmitter();
            var batch = ScatteredBatch.Make(RandomTable.Schema, table.Cells, table.Rows, emitter.Arena, random, firstSequence: 5, unixOffset: 9);
            var select = Select($"derived = {condition.Text}", "renamed = path", "*");
            select.Bind([RandomTable.Schema]);
            select.Process(batch, emitter);
            var emitted = Assert.Single(emitter.Batches);
            Assert.Equal((table.Rows, 5ul, 9L), (emitted.Rows, emitted.Sequence(0), emitted.UnixOffset));
            var derived = emitted.Column<byte>(0);
            for (var row = 0; row < table.Rows; row++)
            {
                Assert.True(condition.Value(row) == (derived[row] == 1), $"seed {seed}, {i}, row {row}: {condition.Text}");
                Assert.True(batch.Cell(RandomTable.Schema.Ordinal("path"), row).SequenceEqual(emitted.Cell(1, row)));
                Assert.Equal(CellText.Of(batch, RandomTable.Schema.Ordinal("v64"), row), CellText.Of(emitted, emitted.Schema.Ordinal("v64"), row));
            }

            batch.Release();
        }
    }

    [Fact]
    public void Numbers_are_computed_and_a_row_without_one_is_dropped_and_counted()
    {
        var table = new TableSchema("t", TableKind.Event, [new("a", ColumnType.I64), new("b", ColumnType.U8), new("name", ColumnType.Utf8)]);
        using var emitter = new CollectingEmitter();
        var random = new Random(3);
        object[] a = [.. Enumerable.Range(0, 150).Select(i => (object)(Int128)(i == 140 ? long.MaxValue : i))];
        object[] b = [.. Enumerable.Range(0, 150).Select(i => (object)(Int128)(i % 10))];
        object[] names = [.. Enumerable.Range(0, 150).Select(i => (object)new byte[] { (byte)i })];
        var batch = ScatteredBatch.Make(table, [a, b, names], 150, emitter.Arena, random, firstSequence: 100);
        var select = Select("share = a / b", "sum = a + b", "mean = a / (b + 0.0)", "name");
        select.Bind([table]);
        select.Process(batch, emitter);
        batch.Release();
        var emitted = Assert.Single(emitter.Batches);
        int[] kept = [.. Enumerable.Range(0, 150).Where(i => i % 10 != 0)];
        Assert.Equal(kept.Select(i => 100 + (ulong)i), Enumerable.Range(0, emitted.Rows).Select(emitted.Sequence));
        Assert.Equal(kept.Select(i => (long)i / (i % 10)), Enumerable.Range(0, emitted.Rows).Select(row => emitted.Column<long>(0)[row]));
        Assert.Equal(kept.Select(i => (long)i + i % 10), Enumerable.Range(0, emitted.Rows).Select(row => emitted.Column<long>(1)[row]));
        Assert.Equal(kept.Select(i => (double)i / (i % 10)), Enumerable.Range(0, emitted.Rows).Select(row => MemoryMarshal.Read<double>(emitted.Cell(2, row))));
        Assert.Equal(kept.Select(i => (byte)i), Enumerable.Range(0, emitted.Rows).Select(row => emitted.Cell(3, row)[0]));
        Assert.Equal(15, emitter.Tally.Dropped["no_value"]);
        emitter.Dispose();
        Assert.Equal(0, emitter.Arena.InUse);
    }

    [Fact]
    public void Kept_columns_share_the_blocks_they_lie_in()
    {
        using var emitter = new CollectingEmitter();
        var batch = ScatteredBatch.Make(Spans, [[(Int128)1], [(Int128)2], [(Int128)3], ["x"u8.ToArray()]], 1, emitter.Arena, new Random(1));
        var before = emitter.Arena.InUse;
        var select = Select("name", "took");
        select.Bind([Spans]);
        select.Process(batch, emitter);
        Assert.Equal(before, emitter.Arena.InUse);
        batch.Release();
        Assert.Equal("x"u8, emitter.Batches[0].Text(0, 0));
        emitter.Dispose();
        Assert.Equal(0, emitter.Arena.InUse);
    }

    [Fact]
    public void A_table_keeps_what_it_is_as_long_as_the_columns_are_there_that_make_it_so()
    {
        var span = Select("*", "begin = time").Bind([Spans])[0];
        Assert.Equal((TableKind.Span, new SpanColumns("begin", "took", "status", "name")), (span.Kind, span.Span));
        var without = Select("time", "name").Bind([Spans])[0];
        Assert.Equal((TableKind.Event, null), (without.Kind, without.Span));
        var metric = Select("*", "kib = bytes / 1KiB", "big = bytes > 1MiB").Bind([Series])[0];
        Assert.Equal((TableKind.Metric, "since"), (metric.Kind, metric.StartTimeColumn));
        Assert.Equal(Instrument.Counter, metric.Columns[metric.Ordinal("bytes")].Instrument);
        Assert.Equal(Instrument.Gauge, metric.Columns[metric.Ordinal("kib")].Instrument);
        Assert.Null(metric.Columns[metric.Ordinal("big")].Instrument);
        Assert.Null(Select("disk", "bytes").Bind([Series])[0].StartTimeColumn);
    }

    [Fact]
    public void Options_name_the_table_and_headings_and_leave_columns_out()
    {
        var headings = new OptionTable(new Dictionary<string, object> { ["took"] = "TOOK(us)" });
        var select = new SelectTransform(new SelectOptions { Drop = ["status"], Table = "other", Headings = headings }, new LentContext());
        var schema = select.Bind([Spans])[0];
        Assert.Equal(("other", "time took name"), (schema.Name, string.Join(' ', schema.Columns.Select(c => c.Name))));
        Assert.Equal("TOOK(us)", schema.Columns[1].Heading);
        Assert.Empty(select.PartitionBy);
        Assert.Equal(["spans", "series"], Select("time").Bind([Spans, Series]).Select(t => t.Name));
        Assert.Null(Select("t = took").Bind([Spans])[0].Columns[0].Heading);
    }

    [Theory]
    [InlineData("«nope»", "columns.0", "table 'spans' has no column 'nope'")]
    [InlineData("x = «nope»", "columns.0", "table 'spans' has no column 'nope'")]
    [InlineData("x = took + «nope»", "columns.0", "table 'spans' has no column 'nope'")]
    [InlineData("x = «took + status»", "columns.0", null)]
    [InlineData("x = «sum»(took)", "columns.0", "there is no function 'sum' here")]
    [InlineData("x = «name»[\"a\"]", "columns.0", "name (utf8) has no attributes")]
    [InlineData("x = «'text'»", "columns.0", "'text' (text) is neither a number nor true or false")]
    [InlineData("x = took «)»", "columns.0", "got ')' (expected an operator or the end)")]
    public void A_mistake_is_told_at_its_place(string option, string key, string? message)
    {
        var text = option.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal);
        if (message is null)
        {
            Select(text).Bind([Spans]);
            return;
        }

        var error = Assert.Throws<OptionException>(() => Select(text).Bind([Spans]));
        var start = option.IndexOf('«', StringComparison.Ordinal);
        Assert.Equal((key, message, start, option.IndexOf('»', StringComparison.Ordinal) - start - 1), (error.Key, error.Message, error.Offset, error.Length));
    }

    [Theory]
    [InlineData("took * 2", "columns.0", "what is derived needs a name (expected one such as: wait_ms = wait_ns / 1ms)")]
    [InlineData("took, took", "columns.1", "there would be two columns named 'took'")]
    [InlineData("*, name = took", "columns.1", "there would be two columns named 'name'")]
    [InlineData("*, *", "columns", "\"*\" stands there twice")]
    public void Columns_that_cannot_be_are_refused(string columns, string key, string message)
    {
        var error = Assert.Throws<OptionException>(() => Select(columns.Split(", ")).Bind([Spans]));
        Assert.Equal((key, message), (error.Key, error.Message));
    }

    [Fact]
    public void Other_options_that_cannot_be_are_refused()
    {
        Says("drop.0", "table 'spans' has no column 'x'", new() { Drop = ["x"] }, Spans);
        Says("drop", "nothing is dropped where \"*\" is not among the columns", new() { Columns = ["time"], Drop = ["name"] }, Spans);
        Says("columns", "there are no columns (expected at least one)", new() { Columns = [] }, Spans);
        Says("table", "one name cannot be that of 2 tables", new() { Table = "x" }, Spans, Series);

        static void Says(string key, string message, SelectOptions options, params TableSchema[] tables)
        {
            var error = Assert.Throws<OptionException>(() => new SelectTransform(options, new LentContext()).Bind(tables));
            Assert.Equal((key, message), (error.Key, error.Message));
        }
    }

    [Fact]
    public void A_batch_costs_no_memory_that_grows_with_its_rows()
    {
        using var emitter = new CollectingEmitter();
        var random = new Random(1);
        var batch = ScatteredBatch.Make(RandomTable.Schema, new RandomTable(random, 1000).Cells, 1000, emitter.Arena, random);
        var select = Select("a = i32 * 2", "b = f / 2", "c = comm == 'a'", "path");
        select.Bind([RandomTable.Schema]);
        Run(1_000);
        var allocated = Allocated.By(() => Run(100));
        batch.Release();
        // A batch, its block array, the call's list entry: nothing that grows with rows.
        Assert.InRange(allocated, 0, 100 * 1024);

        void Run(int times)
        {
            for (var i = 0; i < times; i++)
            {
                select.Process(batch, emitter);
                emitter.Dispose();
            }
        }
    }

    private static SelectTransform Select(params string[] columns) => new(new SelectOptions { Columns = columns }, new LentContext());
}
