namespace Pipeline.Enrichment;

/// <summary>
/// Rows that wait a bounded time for what is not known yet. What is known goes on at once; the rest is copied and asked about again. Rows of one connection leave in
/// the order in which they came. When the room is full, the oldest go on as if their time had passed. For a transform that is <see cref="IFlushing"/> and does not
/// settle when it has absorbed. One thread at a time.
/// </summary>
/// <param name="wait">How long; 0: nothing waits.</param>
/// <param name="room">Bytes of the arena that waiting rows may take.</param>
/// <param name="time">The clock.</param>
public sealed class WaitingRows(TimeSpan wait, long room, TimeProvider time) : IDisposable
{
    // The host's word for it.
    private const string NoMemory = "memory";

    // In the order in which they came.
    private readonly List<HeldRows> _held = [];
    private readonly HashSet<ulong> _keys = [];

    // Rows left out of turn: others may wait only because those did.
    private bool _isStale;

    // For the batch at hand.
    private int[] _facts = [];
    private int[] _chosen = [];
    private int[] _stay = [];
    private int[] _chosenFacts = [];

    /// <summary>Rows that wait.</summary>
    public long Count { get; private set; }

    /// <summary>Bytes that they take of the arena.</summary>
    public long Bytes { get; private set; }

    /// <summary>Rows that waited and went on with what they waited for.</summary>
    public long Answered { get; private set; }

    /// <summary>Rows that waited for nothing, all the time they had.</summary>
    public long TimedOut { get; private set; }

    /// <summary>Rows that could not wait as long as they should have, for want of room or of memory.</summary>
    public long Hurried { get; private set; }

    /// <summary>
    /// Emits the rows of a batch of which everything is known, and keeps the others. To be called after <see cref="Release"/>. A batch for which there is no memory is
    /// told as dropped: <see cref="ArenaExhaustedException"/> does not come out of here, where it would void what Release has emitted.
    /// </summary>
    public void Process(WaitingTable table, RecordBatch batch, IEmitter emitter)
    {
        if (batch.Rows == 0)
            return;
        var facts = Find(table, batch, isLast: wait <= TimeSpan.Zero);
        var stays = Choose(table, batch, facts, out var goes);
        if (stays > 0 && !TryHold(table, batch, stays, emitter))
        {
            // Those that came before go first.
            Finish(emitter);
            Hurried += stays;
            facts = Find(table, batch, isLast: true);
            goes = batch.Rows;
        }

        Emit(table, batch, _chosen.AsSpan(0, goes), facts, emitter);
        for (var i = 0; Bytes > room; i++)
            Hurry(_held[i], emitter);
        if (_isStale)
            Forget();
    }

    /// <summary>
    /// Emits the rows whose time has passed and, where something has become known, those that need not wait any longer. To be called at the beginning of each Process and
    /// in each Flush.
    /// </summary>
    /// <param name="emitter">Of the call.</param>
    /// <param name="hasChanged">Whether anything is known that was not when this was called last.</param>
    public void Release(IEmitter emitter, bool hasChanged)
    {
        if (_held.Count == 0 || !(hasChanged || _isStale || HasExpired(_held[0])))
            return;
        _isStale = false;
        _keys.Clear();
        foreach (var held in _held)
        {
            var (before, isLast) = (held.Count, HasExpired(held));
            Leave(held, emitter, isLast);
            if (isLast)
                TimedOut += before;
            else
                Answered += before - held.Count;
        }

        Forget();
    }

    /// <summary>Emits all rows, whatever is known of them: to be called in Finish.</summary>
    public void Finish(IEmitter emitter)
    {
        foreach (var held in _held)
            Hurry(held, emitter);
        Forget();
        _keys.Clear();
        _isStale = false;
    }

    /// <summary>Gives back what still waits; the host counts those rows as lost.</summary>
    public void Dispose()
    {
        // Of a call that threw halfway, what has left is here still.
        Forget();
        foreach (var held in _held)
            held.End(Settlement.Dropped);
        _held.Clear();
        _keys.Clear();
        (Count, Bytes) = (0, 0);
    }

    private void Forget() => _held.RemoveAll(static held => held.Count == 0);

    private bool HasExpired(HeldRows held) => time.GetElapsedTime(held.Since) >= wait;

    private Span<int> Find(WaitingTable table, RecordBatch batch, bool isLast)
    {
        var numbers = batch.Rows * table.Columns.Groups;
        if (_facts.Length < numbers)
            _facts = new int[numbers];
        var facts = _facts.AsSpan(0, numbers);
        facts.Clear();
        table.Facts.Find(batch, facts, isLast);
        return facts;
    }

    /// <summary>Divides a batch into the rows that go, and those that stay; returns the number of the latter.</summary>
    private int Choose(WaitingTable table, RecordBatch batch, ReadOnlySpan<int> facts, out int goes)
    {
        Reserve(batch.Rows);
        goes = 0;
        var stays = 0;
        var isOrdered = table.IsOrdered && wait > TimeSpan.Zero;
        if (!facts.Contains(IRowFacts.Wait) && (!isOrdered || _keys.Count == 0))
        {
            goes = batch.Rows;
            return 0;
        }

        for (var row = 0; row < batch.Rows; row++)
            if (MustStay(table, batch, row, facts))
                _stay[stays++] = row;
            else
                _chosen[goes++] = row;
        return stays;
    }

    private bool MustStay(WaitingTable table, RecordBatch batch, int row, ReadOnlySpan<int> facts)
    {
        var waits = wait > TimeSpan.Zero && facts.Slice(row * table.Columns.Groups, table.Columns.Groups).Contains(IRowFacts.Wait);
        if (!table.IsOrdered)
            return waits;
        var key = table.Key(batch, row);
        if (waits)
            _keys.Add(key);
        return waits || _keys.Contains(key);
    }

    /// <summary>Keeps the rows chosen to stay; false where there is no memory, or never room.</summary>
    private bool TryHold(WaitingTable table, RecordBatch batch, int stays, IEmitter emitter)
    {
        RecordBatch copy;
        int bytes;
        try
        {
            copy = RowCopy.Make(batch, _stay.AsSpan(0, stays), table.Packed, emitter.Arena, out bytes);
        }
        catch (ArenaExhaustedException)
        {
            return false;
        }

        if (bytes > room)
        {
            copy.Release();
            return false;
        }

        copy.Account.Hold();
        emitter.Tally.Hold(stays);
        _held.Add(new HeldRows(table, copy, bytes, time.GetTimestamp()));
        (Count, Bytes) = (Count + stays, Bytes + bytes);
        return true;
    }

    private void Hurry(HeldRows held, IEmitter emitter)
    {
        Hurried += held.Count;
        Leave(held, emitter, isLast: true);
        _isStale = true;
    }

    /// <summary>Emits the rows that need not wait; the last one to leave gives everything back.</summary>
    private void Leave(HeldRows held, IEmitter emitter, bool isLast)
    {
        var facts = Find(held.Table, held.Rows, isLast);
        Reserve(held.Rows.Rows);
        var (goes, stays) = (0, 0);
        foreach (var row in held.Left)
            if (!isLast && MustStay(held.Table, held.Rows, row, facts))
                _stay[stays++] = row;
            else
                _chosen[goes++] = row;
        if (goes == 0)
            return;
        held.IsWhole &= Emit(held.Table, held.Rows, _chosen.AsSpan(0, goes), facts, emitter);
        emitter.Tally.Free(goes);
        Count -= goes;
        held.Keep(_stay.AsSpan(0, stays));
        if (stays > 0)
            return;
        Bytes -= held.Bytes;
        held.End(held.IsWhole ? Settlement.Delivered : Settlement.Dropped);
    }

    /// <summary>Emits rows of a batch; false where there was no memory, and they are told as dropped.</summary>
    private bool Emit(WaitingTable table, RecordBatch batch, ReadOnlySpan<int> rows, ReadOnlySpan<int> facts, IEmitter emitter)
    {
        if (rows.IsEmpty)
            return true;
        try
        {
            emitter.Emit(rows.Length == batch.Rows ? table.Columns.Enrich(batch, facts, emitter.Arena) : Some(table, batch, rows, facts, emitter.Arena));
            return true;
        }
        catch (ArenaExhaustedException)
        {
            emitter.Tally.Drop(NoMemory, rows.Length);
            return false;
        }
    }

    private RecordBatch Some(WaitingTable table, RecordBatch batch, ReadOnlySpan<int> rows, ReadOnlySpan<int> facts, Arena arena)
    {
        var groups = table.Columns.Groups;
        if (_chosenFacts.Length < rows.Length * groups)
            _chosenFacts = new int[rows.Length * groups];
        for (var i = 0; i < rows.Length; i++)
            facts.Slice(rows[i] * groups, groups).CopyTo(_chosenFacts.AsSpan(i * groups));
        var taken = batch.Take(rows, arena);
        try
        {
            return table.Columns.Enrich(taken, _chosenFacts.AsSpan(0, rows.Length * groups), arena);
        }
        finally
        {
            taken.Release();
        }
    }

    private void Reserve(int rows)
    {
        if (_chosen.Length < rows)
            (_chosen, _stay) = (new int[rows], new int[rows]);
    }
}
