using Pipeline.Host.Topology;

namespace Pipeline.Host.Delivery;

/// <summary>A batch taken from an edge, whose rows may meet their ends in several requests: when the last has, its account settles with the worst and the batch is done. Thread-safe.</summary>
internal sealed class Whole(TakenBatch taken, Settlements settlements)
{
    private int _parts = 1;
    private int _worst;

    /// <summary>One more part, which ends on its own. The caller holds one that has not ended.</summary>
    public void Add() => Interlocked.Increment(ref _parts);

    /// <summary>A part has ended.</summary>
    public void End(Settlement outcome)
    {
        Worsen(outcome);
        if (Interlocked.Decrement(ref _parts) > 0)
            return;
        settlements.Settle(taken.Batch.Account, (Settlement)Volatile.Read(ref _worst));
        taken.Done();
    }

    /// <summary>Rows of a part that goes on have met their end.</summary>
    public void Worsen(Settlement outcome)
    {
        for (var seen = Volatile.Read(ref _worst); seen < (int)outcome;)
        {
            var before = Interlocked.CompareExchange(ref _worst, (int)outcome, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
