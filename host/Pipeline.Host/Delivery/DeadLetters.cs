using System.Text;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Delivery;

/// <summary>Makes what goes to a sink's dead-letter end: refused rows with two columns more. Thread-safe.</summary>
internal sealed class DeadLetters(ComponentState component, Arena arena)
{
    private readonly byte[] _rejectedBy = Encoding.UTF8.GetBytes(component.Plan.Name);
    private readonly IReadOnlyList<TableSchema> _tables = component.Plan.InputSchemas;

    // The layout made last for each table: batches of a table come from few makers.
    private readonly (BatchLayout From, BatchLayout To)?[] _layouts = new (BatchLayout From, BatchLayout To)?[component.Plan.Tables.Count];

    /// <summary>Whether anybody takes them.</summary>
    public bool Exist => component.Plan.Tables.Count > 0;

    /// <summary>The rows of some runs, of one batch.</summary>
    /// <exception cref="ArenaExhaustedException">There is no memory for it.</exception>
    public DeadLetter Make(RecordBatch batch, ReadOnlySpan<RefusedRun> runs)
    {
        var picked = RowPicker.Pick(batch, runs, arena);
        try
        {
            var table = TableOf(batch.Schema);
            return new DeadLetter(table, picked.With(LayoutOf(batch.Layout, table), [.. Columns(runs, picked.Rows)]));
        }
        finally
        {
            picked.Release();
        }
    }

    private BlockSlice[] Columns(ReadOnlySpan<RefusedRun> runs, int rows)
    {
        // Reasons are few; each is on the heap once.
        var reasons = new Dictionary<string, HeapCell>(StringComparer.Ordinal);
        var heapBytes = _rejectedBy.Length;
        foreach (var run in runs)
        {
            var length = Encoding.UTF8.GetByteCount(run.Reason);
            if (reasons.TryAdd(run.Reason, new HeapCell((uint)heapBytes, (uint)length)))
                heapBytes += length;
        }

        var cells = arena.Rent(checked(rows * 2 * DeadLetterTable.CellBytes));
        if (!arena.TryRent(heapBytes, out var heap))
        {
            cells.Release();
            throw new ArenaExhaustedException(heapBytes, arena.Limit);
        }

        _rejectedBy.CopyTo(heap.Span);
        foreach (var (reason, cell) in reasons)
            Encoding.UTF8.GetBytes(reason, heap.Span.Slice((int)cell.Offset, (int)cell.Length));
        var written = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, HeapCell>(cells.Span);
        var next = 0;
        foreach (var run in runs)
            for (var i = 0; i < run.Rows; i++)
            {
                written[next++] = new HeapCell(0, (uint)_rejectedBy.Length);
                written[next++] = reasons[run.Reason];
            }

        return [new BlockSlice(cells, 0, rows * 2 * DeadLetterTable.CellBytes), new BlockSlice(heap, 0, heapBytes)];
    }

    private int TableOf(TableSchema schema)
    {
        for (var i = 0; i < _tables.Count; i++)
            if (_tables[i].Equals(schema))
                return i;
        throw new InvalidOperationException($"'{component.Plan.Name}' has no input table '{schema.Name}'");
    }

    private BatchLayout LayoutOf(BatchLayout layout, int table)
    {
        lock (_layouts)
        {
            if (_layouts[table] is { } last && ReferenceEquals(last.From, layout))
                return last.To;
            var made = DeadLetterTable.Layout(layout, component.Plan.Tables[table]);
            _layouts[table] = (layout, made);
            return made;
        }
    }
}
