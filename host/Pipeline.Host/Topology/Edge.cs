using Pipeline.Host.Ledger;

namespace Pipeline.Host.Topology;

/// <summary>
/// A live subscription: a queue of batches bounded in number and bytes, with its books. Many producers' workers, many consumers' workers.
/// </summary>
internal sealed class Edge(EdgePlan plan, string to, Inbox inbox, Settlements settlements)
{
    private readonly Lock _lock = new();
    private readonly EdgeLedger _ledger = new(plan.FromName, to);
    private readonly Queue<RecordBatch> _queue = new();
    private readonly Passages _passages = new();
    private long _bytes;

    // Announcements in the inbox that nobody has answered; never fewer than batches in the queue, more after drop_oldest made the queue shorter.
    private int _announced;

    // Why it was closed.
    private string? _closed;
    private TaskCompletionSource? _room;

    public EdgePlan Plan => plan;

    /// <summary>The subscribed component.</summary>
    public string To => to;

    /// <summary>Books rows that come to the edge and takes a reference and a hold on their account. The caller holds the producer's ledger lock.</summary>
    public void Enter(RecordBatch batch)
    {
        batch.AddReference();
        batch.Account.Hold();
        lock (_lock)
        {
            _ledger.Enter(batch.Rows);
            if (_closed is not null)
                _ledger.Drop(_closed, batch.Rows);
        }
    }

    /// <summary>Queues an entered batch, or drops one as the policy says; false: the edge blocks, wait for <see cref="RoomAsync"/> and call again.</summary>
    public bool TryQueue(RecordBatch batch)
    {
        IEnumerable<RecordBatch> lost = [];
        var (announce, outcome) = (false, Settlement.Dropped);
        lock (_lock)
        {
            if (_closed is not null)
            {
                // Closing has booked what was entered.
                (lost, outcome) = ([batch], Settlement.Abandoned);
            }
            else if (HasRoomFor(batch) || plan.WhenFull == WhenFull.DropOldest)
            {
                lost = MakeRoomFor(batch);
                _queue.Enqueue(batch);
                _passages.Queue();
                _bytes += batch.Bytes;
                announce = _announced < _queue.Count;
                _announced += announce ? 1 : 0;
            }
            else if (plan.WhenFull == WhenFull.DropNewest)
            {
                _ledger.Drop(DropReason.Full, batch.Rows);
                lost = [batch];
            }
            else
            {
                return false;
            }
        }

        Lose(lost, outcome);
        // The inbox has ended only if the consumer was given up on: then nobody will take this batch.
        if (announce && !inbox.Announce(this))
            Close(DropReason.Deadline);
        return true;
    }

    /// <summary>Queues an entered batch, or drops one, and waits for room where the policy is to wait. Once cancelled, the edge is closed for the deadline.</summary>
    public async ValueTask QueueAsync(RecordBatch batch, CancellationToken cancel)
    {
        while (!TryQueue(batch))
        {
            await RoomAsync(batch).WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancel.IsCancellationRequested)
                Close(DropReason.Deadline);
        }
    }

    /// <summary>Ends when there may be room for the batch. It may be gone when the caller looks.</summary>
    public Task RoomAsync(RecordBatch batch)
    {
        lock (_lock)
        {
            if (_closed is not null || HasRoomFor(batch))
                return Task.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>
    /// Answers an announcement: takes the next batch with its reference and account, or null where it was displaced. The caller holds the consumer's ledger
    /// lock, and books the batch there in the same step.
    /// </summary>
    public TakenBatch? Take()
    {
        TaskCompletionSource? room;
        TakenBatch delivery;
        lock (_lock)
        {
            _announced--;
            if (!_queue.TryDequeue(out var batch))
                return null;
            delivery = new TakenBatch(batch, this, _passages.Take());
            _bytes -= batch.Bytes;
            _ledger.Leave(batch.Rows);
            (room, _room) = (_room, null);
        }

        room?.SetResult();
        return delivery;
    }

    /// <summary>The subscriber is done with what <see cref="Take"/> gave it.</summary>
    public void Finish(long ticket)
    {
        lock (_lock)
            _passages.Finish(ticket);
    }

    /// <summary>Ends when the subscriber is done with every batch that is queued or taken now, or will never be done with any.</summary>
    public Task PassedAsync()
    {
        lock (_lock)
            return _closed is null ? _passages.WaitAsync() : Task.CompletedTask;
    }

    /// <summary>The producer has ended: nothing will be queued any more.</summary>
    public void Complete() => inbox.CompleteOne();

    /// <summary>Nobody will take anything any more: drops what was entered and whatever may still come.</summary>
    public void Close(string reason)
    {
        TaskCompletionSource? room;
        RecordBatch[] lost;
        lock (_lock)
        {
            if (_closed is not null)
                return;
            _closed = reason;
            _ledger.DropAll(reason);
            lost = [.. _queue];
            _queue.Clear();
            _passages.End();
            _bytes = 0;
            (room, _room) = (_room, null);
        }

        Lose(lost, Settlement.Abandoned);
        room?.SetResult();
    }

    public EdgeEntry Snapshot()
    {
        lock (_lock)
            return _ledger.Snapshot();
    }

    /// <summary>Batches and bytes that wait.</summary>
    public (int Batches, long Bytes) Depth()
    {
        lock (_lock)
            return (_queue.Count, _bytes);
    }

    // A batch larger than the bound passes alone: it could never pass otherwise.
    private bool HasRoomFor(RecordBatch batch) =>
        _queue.Count == 0 || (_queue.Count < plan.MaxBatches && _bytes + batch.Bytes <= plan.MaxBytes);

    private IEnumerable<RecordBatch> MakeRoomFor(RecordBatch batch)
    {
        List<RecordBatch>? displaced = null;
        while (!HasRoomFor(batch))
        {
            var oldest = _queue.Dequeue();
            _passages.Displace();
            _bytes -= oldest.Bytes;
            _ledger.Drop(DropReason.Full, oldest.Rows);
            (displaced ??= []).Add(oldest);
        }

        return displaced ?? [];
    }

    // Outside the lock: whoever owns the account is told here.
    private void Lose(IEnumerable<RecordBatch> batches, Settlement outcome)
    {
        foreach (var batch in batches)
            settlements.End(batch, outcome);
    }
}
