namespace Pipeline.Host.Topology;

/// <summary>
/// Where one instance of a component emits to. Collects the batches and the tally of a call; <see cref="CommitAsync"/> books both and passes the batches on,
/// <see cref="Discard"/> forgets both. Used by one worker at a time.
/// </summary>
internal sealed class Outlet(ComponentState component, Arena arena) : IEmitter
{
    private readonly List<(RecordBatch Batch, int Table)> _emitted = [];
    private readonly List<Edge> _full = [];
    private readonly long[] _emittedByTable = new long[component.Plan.Tables.Count];
    private TableSchema? _lastSchema;
    private int _lastTable;
    private long _held;

    public Arena Arena => arena;

    public Tally Tally { get; } = new();

    /// <summary>Rows the instance keeps, which are lost when it ends; nothing is kept afterwards.</summary>
    public long TakeHeld()
    {
        var held = _held;
        _held = 0;
        return held;
    }

    /// <inheritdoc/>
    public void Emit(RecordBatch batch)
    {
        var table = TableOf(batch.Schema);
        if (table < 0 || batch.Rows == 0)
            batch.Release();
        if (table < 0)
            throw new InvalidOperationException($"'{component.Plan.Name}' emitted a batch of table '{batch.Schema.Name}', which it did not declare");
        if (batch.Rows == 0)
            return;

        // Until each edge has its own hold, this one keeps the account open.
        batch.Account.Hold();
        _emitted.Add((batch, table));
        _emittedByTable[table] += batch.Rows;
    }

    /// <summary>Books the call and passes on what it emitted. <paramref name="finished"/> input rows are done with. False: it came too late to count.</summary>
    public async ValueTask<bool> CommitAsync(long finished, CancellationToken cancel)
    {
        if (!TryBook(finished))
        {
            Discard(Settlement.Abandoned);
            return false;
        }

        _held += Tally.Held;
        Tally.Clear();
        Array.Clear(_emittedByTable);
        // By index: the list is this worker's own, and an async foreach over a span is not to be had.
        for (var i = 0; i < _emitted.Count; i++)
        {
            var (batch, table) = _emitted[i];
            // Every edge with room first, so that this batch waits for no sibling; the next one does.
            foreach (var edge in component.EdgesOf(table))
                if (!edge.TryQueue(batch))
                    _full.Add(edge);
            for (var j = 0; j < _full.Count; j++)
                await _full[j].QueueAsync(batch, cancel).ConfigureAwait(false);
            _full.Clear();
            component.Settlements.End(batch, Settlement.Delivered);
        }

        _emitted.Clear();
        return true;
    }

    /// <summary>Forgets what a call that threw emitted and told.</summary>
    public void Discard(Settlement outcome)
    {
        foreach (var (batch, _) in _emitted)
            component.Settlements.End(batch, outcome);

        _emitted.Clear();
        Tally.Clear();
        Array.Clear(_emittedByTable);
    }

    // False: the component was given up on, and its books are closed.
    private bool TryBook(long finished)
    {
        lock (component.Ledger.Lock)
        {
            if (component.Ledger.IsClosed)
                return false;
            component.Ledger.Book(Tally, _emittedByTable, finished);
            foreach (var (batch, table) in _emitted)
                foreach (var edge in component.EdgesOf(table))
                    edge.Enter(batch);
            return true;
        }
    }

    private int TableOf(TableSchema schema)
    {
        if (ReferenceEquals(schema, _lastSchema))
            return _lastTable;
        for (var i = 0; i < component.Plan.Tables.Count; i++)
            if (component.Plan.Tables[i].Equals(schema))
            {
                (_lastSchema, _lastTable) = (schema, i);
                return i;
            }

        return -1;
    }
}
