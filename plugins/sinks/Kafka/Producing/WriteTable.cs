using System.Collections.Concurrent;

namespace Pipeline.Sinks.Kafka.Producing;

/// <summary>Writes by the number that their messages carry, which is free again when the last report is in. Thread-safe.</summary>
internal sealed class WriteTable
{
    // What 16 bits tell apart: far more than a host has under way, even with some that it gave up on.
    private const int Most = 1 << 16;

    private readonly Lock _lock = new();
    private readonly Stack<int> _free = [];
    // As many as writes were ever under way at once.
    private readonly ConcurrentBag<List<RowRange>> _spare = [];
    private Write?[] _writes = new Write?[16];
    private int _used;

    public Write Begin()
    {
        lock (_lock)
        {
            if (!_free.TryPop(out var slot))
            {
                if (_used == Most)
                    throw new InvalidOperationException($"{Most} writes wait for librdkafka");
                slot = _used++;
                if (slot == _writes.Length)
                    Array.Resize(ref _writes, 2 * _writes.Length);
            }

            return _writes[slot] = new Write(slot, _spare);
        }
    }

    /// <summary>The write of a message. Valid until all its messages have their reports.</summary>
    public Write Of(int slot)
    {
        lock (_lock)
            return _writes[slot]!;
    }

    /// <summary>All messages of a write were handed over that will be.</summary>
    public void Close(Write write)
    {
        if (write.Close())
            Free(write);
    }

    /// <summary>So many messages of a write have their reports.</summary>
    public void Report(Write write, int messages)
    {
        if (write.Report(messages))
            Free(write);
    }

    /// <summary>No report will come any more: answers every write that waits for one.</summary>
    public void Abandon()
    {
        lock (_lock)
            foreach (var write in _writes)
                write?.Abandon();
    }

    private void Free(Write write)
    {
        lock (_lock)
        {
            _writes[write.Slot] = null;
            _free.Push(write.Slot);
        }
    }
}
