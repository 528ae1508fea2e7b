
namespace Pipeline.Bpf.Rings;

/// <summary>
/// Turns the records of a ring into batches of its tables. Rows are numbered in the order of the records, across tables too, so that a reader of several tables can
/// put them together again; a batch holds what came of its table, whatever came between. One thread at a time.
/// </summary>
public sealed class RingReader
{
    private readonly RingBuffer _ring;
    private readonly TableRows[] _tables;

    // By the first row: what began a drain is emitted first.
    private readonly TableRows[] _order;

    /// <param name="ring">The ring.</param>
    /// <param name="tables">The tables whose records go to it.</param>
    public RingReader(RingBuffer ring, IEnumerable<TableSpec> tables)
    {
        _ring = ring;
        TableSpec[] all = [.. tables];
        _tables = [.. all.Select(t => new TableRows(t, sharesItsRing: all.Length > 1))];
        _order = [.. _tables];
    }

    /// <summary>
    /// Reads at most one block of rows a table, emits them and tells the tally what was created and dropped (<c>malformed</c>, <c>unknown_table</c>).
    /// </summary>
    /// <param name="emitter">Where batches go. Without memory for them the rows stay in the ring.</param>
    /// <param name="sequence">Sequence number of the next row; advanced.</param>
    /// <returns>Rows read, dropped ones included; 0 when the ring has no finished record or the arena no room.</returns>
    public long Read(ISourceEmitter emitter, ref ulong sequence)
    {
        var pending = _ring.PendingBytes;
        if (pending == 0)
            return 0;
        return _tables is [{ Table.IsPlain: true } only] ? ReadPlain(only.Table, emitter, pending, ref sequence) : ReadSorted(emitter, pending, ref sequence);
    }

    /// <summary>Takes what the ring holds without making rows of it, and tells the tally so: for a stop that finds no memory or no time.</summary>
    public long Drop(IEmitter emitter, string reason)
    {
        var dropper = default(RowDropper);
        var rows = _ring.Drain(ref dropper);
        emitter.Tally.Create(rows);
        emitter.Tally.Drop(reason, rows);
        return rows;
    }

    private long ReadPlain(TableSpec table, ISourceEmitter emitter, long pending, ref ulong sequence)
    {
        if (TableRows.RentRows(table, emitter.Arena, pending, out var capacity) is not { } block)
            return 0;
        var copier = new PlainRowCopier(table, block, capacity);
        var read = _ring.Drain(ref copier);
        var rows = copier.Rows(block);
        if (rows == 0)
        {
            block.Release();
        }
        else
        {
            var slice = new BlockSlice(block, 0, rows * table.Stride);
            var batch = new RecordBatch(table.Layout, rows, [slice], emitter.Origin, sequence) { UnixOffset = BootClock.UnixOffset() };
            sequence += (ulong)rows;
            emitter.Emit(batch);
        }

        Book(emitter.Tally, read, copier.Malformed, copier.Unknown);
        return read;
    }

    private long ReadSorted(ISourceEmitter emitter, long pending, ref ulong sequence)
    {
        var sorter = new RowSorter(_tables, emitter.Arena, pending, sequence);
        var read = _ring.Drain(ref sorter);
        sequence = sorter.Sequence;
        var offset = BootClock.UnixOffset();
        Array.Sort(_order, static (a, b) => a.FirstSequence.CompareTo(b.FirstSequence));
        foreach (var rows in _order)
            if (rows.Build(emitter.Origin, offset) is { } batch)
                emitter.Emit(batch);
            else
                rows.Clear();
        Book(emitter.Tally, read, sorter.Malformed, sorter.Unknown);
        return read;
    }

    private static void Book(Tally tally, long read, long malformed, long unknown)
    {
        tally.Create(read);
        tally.Drop("malformed", malformed);
        tally.Drop("unknown_table", unknown);
    }
}
