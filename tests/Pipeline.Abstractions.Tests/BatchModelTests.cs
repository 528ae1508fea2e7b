namespace Pipeline.Abstractions.Tests;

public sealed class BatchModelTests
{
    private static readonly BatchOrigin Origin = new("host", "source", 7);

    [Fact]
    public void A_batch_reads_as_it_was_written_through_any_chain_of_takes_and_added_columns() => Cases.Run(300, random =>
    {
        var arena = new Arena(64 << 20);
        var schema = RandomTable.Schema(random);
        using var builder = new BatchBuilder(schema, arena, 100);
        var (batch, model) = Fill(random, schema, builder, (ulong)random.NextInt64());
        model.AssertSame(batch);
        for (var step = random.Next(6); step > 0; step--)
        {
            var before = batch;
            (batch, model) = random.Next(4) switch
            {
                0 => AddColumn(random, batch, model, arena),
                1 => (batch.With(batch.Layout.For(batch.Schema.Named("renamed"))), model),
                2 => SliceSome(random, batch, model),
                _ => TakeSome(random, batch, model, arena),
            };
            before.Release();
            model.AssertSame(batch);
            Assert.Same(Origin, batch.Origin);
            Assert.Equal(5, batch.UnixOffset);
        }

        batch.Release();
        Assert.Equal(0, arena.InUse);
    });

    [Fact]
    public void A_builder_begins_afresh_after_each_batch() => Cases.Run(50, random =>
    {
        var arena = new Arena(64 << 20);
        var schema = RandomTable.Schema(random);
        using var builder = new BatchBuilder(schema, arena, 100);
        var first = Fill(random, schema, builder, 0);
        var second = Fill(random, schema, builder, 1000);
        first.Model.AssertSame(first.Batch);
        second.Model.AssertSame(second.Batch);
        first.Batch.Release();
        second.Model.AssertSame(second.Batch);
        second.Batch.Release();
        Assert.Equal(0, arena.InUse);
    });

    private static (RecordBatch Batch, BatchModel Model) Fill(Random random, TableSchema schema, BatchBuilder builder, ulong sequence)
    {
        var model = new BatchModel();
        var rows = random.Next(1, 101);
        for (var row = 0; row < rows; row++)
        {
            builder.AddRow();
            var cells = new List<byte[]>();
            for (var column = 0; column < schema.Columns.Length; column++)
                cells.Add(SetOne(random, schema, builder, column));
            model.Rows.Add(cells);
            model.Sequences.Add(sequence + (ulong)row);
        }

        Assert.Equal(rows, builder.Rows);
        return (builder.Build(Origin, sequence, unixOffset: 5)!, model);
    }

    private static byte[] SetOne(Random random, TableSchema schema, BatchBuilder builder, int column)
    {
        var type = schema.Columns[column].Type;
        if (random.Next(5) == 0)
            return new byte[type.IsVariable ? 0 : type.Width];
        // A cell may be set twice: the second value counts.
        if (random.Next(5) == 0)
            builder.Set(column, RandomTable.Cell(random, type).Set);
        var (set, read) = RandomTable.Cell(random, type);
        if (type is { IsVariable: false, Width: 8 })
            builder.Set(column, BitConverter.ToInt64(set));
        else if (type.IsVariable && random.Next(2) == 0)
            set.CopyTo(builder.Reserve(column, set.Length));
        else
            builder.Set(column, set);
        return read;
    }

    private static (RecordBatch Batch, BatchModel Model) SliceSome(Random random, RecordBatch batch, BatchModel model)
    {
        var start = random.Next(batch.Rows + 1);
        var count = random.Next(batch.Rows - start + 1);
        return (batch.Slice(start, count), model.Take([.. Enumerable.Range(start, count)]));
    }

    private static (RecordBatch Batch, BatchModel Model) TakeSome(Random random, RecordBatch batch, BatchModel model, Arena arena)
    {
        // Runs as a filter makes them, and rows in any order, repeated.
        int[] rows = random.Next(2) == 0
            ? [.. Enumerable.Range(0, batch.Rows).Where(_ => random.Next(4) > 0)]
            : batch.Rows == 0 ? [] : [.. Enumerable.Range(0, random.Next(50)).Select(_ => random.Next(batch.Rows))];
        return (batch.Take(rows, arena), model.Take(rows));
    }

    private static (RecordBatch Batch, BatchModel Model) AddColumn(Random random, RecordBatch batch, BatchModel model, Arena arena)
    {
        var type = ColumnType.FixedBytes(random.Next(1, 20));
        var block = arena.Rent(batch.Rows * type.Width);
        var wider = model.Take([.. Enumerable.Range(0, batch.Rows)]);
        for (var row = 0; row < batch.Rows; row++)
        {
            var cell = random.Bytes(type.Width);
            cell.CopyTo(block.Span[(row * type.Width)..]);
            wider.Rows[row].Add(cell);
        }

        var schema = batch.Schema;
        schema = new TableSchema(schema.Name, schema.Kind, schema.Columns.Add(new ColumnSchema($"c{schema.Columns.Length}", type)));
        var place = new ColumnPlace(batch.Layout.Strides.Length, 0);
        var layout = new BatchLayout(schema, batch.Layout.Places.Add(place), batch.Layout.Strides.Add(type.Width));
        return (batch.With(layout, [new BlockSlice(block, 0, batch.Rows * type.Width)]), wider);
    }
}
