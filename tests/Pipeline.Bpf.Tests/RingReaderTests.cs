using System.Buffers.Binary;
using Pipeline.Bpf.Rings;

namespace Pipeline.Bpf.Tests;

/// <summary>Records of the fixtures' tables, well formed and not, through a synthetic ring into batches.</summary>
public sealed class RingReaderTests
{
    private static readonly BpfObjectSpec Rows = Fixture.Spec("rows");
    private static readonly BpfObjectSpec Shapes = Fixture.Spec("shapes");

    [Fact]
    public void PlainRowsAreTheRecordsByteForByte()
    {
        var table = Rows.Tables.Single();
        using var ring = new SyntheticRing(4096);
        var random = new Random(1);
        var sent = new List<byte[]>();
        for (var i = 0; i < 40; i++)
        {
            var record = new byte[table.RecordSize];
            random.NextBytes(record);
            BinaryPrimitives.WriteUInt32LittleEndian(record, table.Tag);
            Assert.True(ring.Add(record));
            sent.Add(record);
        }

        var emitter = new CollectingEmitter();
        ulong sequence = 7;
        Assert.Equal(40, new RingReader(ring.Ring, Rows.Tables).Read(emitter, ref sequence));
        var batch = Assert.Single(emitter.Batches);
        Assert.Equal((40, 7UL, 47UL, 40L), (batch.Rows, batch.FirstSequence, sequence, emitter.Tally.Created));
        for (var i = 0; i < 40; i++)
            foreach (var (name, offset, width) in (ReadOnlySpan<(string, int, int)>)[("pid", 4, 4), ("time", 8, 8), ("number", 16, 8), ("fill", 24, 40)])
                Assert.Equal(sent[i].AsSpan(offset, width), batch.Cell(table.Schema.Ordinal(name), i));
    }

    [Fact]
    public void RecordsThatLieAreCountedAndTheOthersKept()
    {
        var shape = Shapes.Tables.Single(t => t.Schema.Name == "shape");
        using var ring = new SyntheticRing(1 << 14);
        ring.Add(Shape(shape, 3, 2));
        ring.Add(Shape(shape, 3, 2).AsSpan(0, shape.RecordSize - 1));
        ring.Add(Shape(shape, 3, 2).AsSpan(0, shape.RecordSize + 4));
        ring.Add(Shape(shape, 0, 0, claimedArgs: uint.MaxValue, claimedBody: uint.MaxValue));
        ring.Add([1, 2, 3]);
        ring.Add([]);
        ring.Add([0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0]);
        ring.Add(Shape(shape, 0, 5));
        var emitter = new CollectingEmitter();
        ulong sequence = 0;
        Assert.Equal(8, new RingReader(ring.Ring, Shapes.Tables).Read(emitter, ref sequence));
        var batch = Assert.Single(emitter.Batches);
        Assert.Equal([5L, 1L], [emitter.Tally.Dropped["malformed"], emitter.Tally.Dropped["unknown_table"]]);
        Assert.Equal((8L, 2, 2UL), (emitter.Tally.Created, batch.Rows, sequence));
        Assert.Equal("aaa", System.Text.Encoding.ASCII.GetString(batch.Cell(shape.Schema.Ordinal("args"), 0)));
        Assert.Equal("bb", System.Text.Encoding.ASCII.GetString(batch.Cell(shape.Schema.Ordinal("body"), 0)));
        Assert.Equal("", System.Text.Encoding.ASCII.GetString(batch.Cell(shape.Schema.Ordinal("args"), 1)));
        Assert.Equal("bbbbb", System.Text.Encoding.ASCII.GetString(batch.Cell(shape.Schema.Ordinal("body"), 1)));
    }

    [Fact]
    public void NoiseInTheRingNeverThrowsAndEveryRecordIsBooked()
    {
        var random = new Random(99);
        var shape = Shapes.Tables.Single(t => t.Schema.Name == "shape");
        using var ring = new SyntheticRing(1 << 16);
        var reader = new RingReader(ring.Ring, Shapes.Tables);
        var emitter = new CollectingEmitter();
        ulong sequence = 0;
        var (sent, rows) = (0L, 0L);
        for (var i = 0; i < 50_000; i++)
        {
            var record = new byte[random.Next(0, 2 * shape.RecordSize)];
            random.NextBytes(record);
            if (record.Length >= 8 && random.Next(3) > 0)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(record, shape.Tag);
                BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), (uint)random.Next(0, 64));
            }

            if (!ring.Add(record))
            {
                Read();
                Assert.True(ring.Add(record));
            }

            sent++;
        }

        Read();
        Assert.Equal(sent, emitter.Tally.Created);
        Assert.Equal(sent, rows + emitter.Tally.Dropped.Values.Sum());
        Assert.Equal((ulong)rows, sequence);
        Assert.Equal(0, emitter.Arena.InUse);

        void Read()
        {
            while (reader.Read(emitter, ref sequence) > 0)
                continue;
            foreach (var batch in emitter.Batches)
            {
                rows += batch.Rows;
                batch.Release();
            }

            emitter.Batches.Clear();
        }
    }

    [Fact]
    public void WithoutMemoryRowsStayInTheRing()
    {
        using var ring = new SyntheticRing(4096);
        var record = new byte[64];
        BinaryPrimitives.WriteUInt32LittleEndian(record, Rows.Tables.Single().Tag);
        ring.Add(record);
        var emitter = new CollectingEmitter(memory: 1);
        ulong sequence = 0;
        var reader = new RingReader(ring.Ring, Rows.Tables);
        Assert.Equal(0, reader.Read(emitter, ref sequence));
        Assert.Equal(1, ring.Ring.CountUnread());
        Assert.Equal(1, reader.Drop(emitter, "memory"));
        Assert.Equal((1L, 1L), (emitter.Tally.Created, emitter.Tally.Dropped["memory"]));
    }

    [Fact]
    public void TablesThatTakeTurnsFillABatchEachAndTheirNumbersAreTheOrderOfTheRing()
    {
        var tables = Shapes.Tables.OrderBy(t => t.Schema.Name, StringComparer.Ordinal).ToArray();
        Assert.True(tables.Length > 1);
        var random = new Random(5);
        using var ring = new SyntheticRing(1 << 16);
        var sent = new List<uint>();
        while (sent.Count < 300)
        {
            var table = tables[random.Next(tables.Length)];
            var record = new byte[table.RecordSize];
            BinaryPrimitives.WriteUInt32LittleEndian(record, table.Tag);
            Assert.True(ring.Add(record));
            sent.Add(table.Tag);
        }

        var emitter = new CollectingEmitter();
        ulong sequence = 100;
        Assert.Equal(sent.Count, new RingReader(ring.Ring, tables).Read(emitter, ref sequence));

        Assert.Equal((tables.Length, 100UL + (ulong)sent.Count), (emitter.Batches.Count, sequence));
        foreach (var batch in emitter.Batches)
        {
            var tag = tables.Single(t => t.Schema.Equals(batch.Schema)).Tag;
            Assert.Equal(
                Enumerable.Range(0, sent.Count).Where(i => sent[i] == tag).Select(i => 100UL + (ulong)i),
                Enumerable.Range(0, batch.Rows).Select(batch.Sequence));
        }

        Assert.Equal(emitter.Batches.OrderBy(b => b.FirstSequence), emitter.Batches);
        emitter.Batches.ForEach(b => b.Release());
        Assert.Equal(0, emitter.Arena.InUse);
    }

    private static byte[] Shape(TableSpec table, int args, int body, uint? claimedArgs = null, uint? claimedBody = null)
    {
        var record = new byte[table.RecordSize + args + body];
        BinaryPrimitives.WriteUInt32LittleEndian(record, table.Tag);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(table.Tails[0].LengthOffset), claimedArgs ?? (uint)args);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(table.Tails[1].LengthOffset), claimedBody ?? (uint)body);
        record.AsSpan(table.RecordSize, args).Fill((byte)'a');
        record.AsSpan(table.RecordSize + args, body).Fill((byte)'b');
        return record;
    }
}
