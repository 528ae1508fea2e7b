using Pipeline.Host.Ledger;

namespace Pipeline.Host.Topology;

/// <summary>
/// A live subscription: a queue of batches bounded in number and bytes, with its books. Many producers' workers, many consumers' workers.
/// </summary>
internal sealed class Edge(EdgePlan plan, string to, Inbox inbox)
{
    private readonly Lock _lock = new();
    private readonly EdgeLedger _ledger = new(plan.FromName, to);
    private readonly Queue<RecordBatch> _queue = new();
    private long _bytes;

    // Announcements in the inbox that nobody has answered; never fewer than batches in the queue, more after drop_oldest made the queue shorter.
    private int _announced;
    private bool _closed;
    private TaskCompletionSource? _room;

    public EdgePlan Plan => plan;

    /// <summary>Books rows that come to the edge and takes a reference and a hold on their account. The caller holds the producer's ledger lock.</summary>
    public void Enter(RecordBatch batch)
    {
        batch.AddReference();
        batch.Account.Hold();
        lock (_lock)
            _ledger.Enter(batch.Rows);
    }

    /// <summary>Queues an entered batch, or drops one as the policy says; false: the edge blocks, wait for <see cref="RoomAsync"/> and call again.</summary>
    public bool TryQueue(RecordBatch batch)
    {
        var announce = false;
        lock (_lock)
        {
            if (_closed)
            {
                Lose(batch, DropReason.Deadline);
                return true;
            }

            if (!HasRoomFor(batch))
                switch (plan.WhenFull)
                {
                    case WhenFull.Block:
                        return false;
                    case WhenFull.DropNewest:
                        Lose(batch, DropReason.Full);
                        return true;
                    default:
                        DropOldestFor(batch);
                        break;
                }

            _queue.Enqueue(batch);
            _bytes += batch.Bytes;
            if (_announced < _queue.Count)
            {
                _announced++;
                announce = true;
            }
        }

        // The inbox has ended only if the consumer was given up on: then nobody will take this batch.
        if (announce && !inbox.Announce(this))
            Close();
        return true;
    }

    /// <summary>Ends when there may be room again. It may be gone when the caller looks.</summary>
    public Task RoomAsync()
    {
        lock (_lock)
        {
            if (_closed || _queue.Count == 0)
                return Task.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>
    /// Answers an announcement: takes the next batch with its reference and account, or null where it was displaced. The caller holds the consumer's ledger
    /// lock, and books the batch there in the same step.
    /// </summary>
    public RecordBatch? Take()
    {
        TaskCompletionSource? room;
        RecordBatch? batch;
        lock (_lock)
        {
            _announced--;
            if (!_queue.TryDequeue(out batch))
                return null;
            _bytes -= batch.Bytes;
            _ledger.Leave(batch.Rows);
            (room, _room) = (_room, null);
        }

        room?.SetResult();
        return batch;
    }

    /// <summary>The producer has ended: nothing will be queued any more.</summary>
    public void Complete() => inbox.CompleteOne();

    /// <summary>The deadline has passed: drops what waits and whatever may still come.</summary>
    public void Close()
    {
        TaskCompletionSource? room;
        lock (_lock)
        {
            _closed = true;
            while (_queue.TryDequeue(out var batch))
                Lose(batch, DropReason.Deadline);
            _bytes = 0;
            (room, _room) = (_room, null);
        }

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

    private void DropOldestFor(RecordBatch batch)
    {
        while (!HasRoomFor(batch))
        {
            var oldest = _queue.Dequeue();
            _bytes -= oldest.Bytes;
            Lose(oldest, DropReason.Full);
        }
    }

    private void Lose(RecordBatch batch, string reason)
    {
        _ledger.Drop(reason, batch.Rows);
        batch.Account.Settle(Settlement.Dropped);
        batch.Release();
    }
}
