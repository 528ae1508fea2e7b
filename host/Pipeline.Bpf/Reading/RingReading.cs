using Pipeline.Bpf.Rings;

namespace Pipeline.Bpf.Reading;

/// <summary>Reads the rings of an object, none or several, on the source's own thread.</summary>
internal sealed class RingReading
{
    private static readonly TimeSpan NoMemoryPause = TimeSpan.FromMilliseconds(1);

    private readonly RingWaiter _waiter;
    private readonly SourceOutput _output;
    private readonly RingBuffer[] _rings;
    private readonly RingReader[] _readers;
    private readonly GatherTime _gather;

    internal RingReading(BpfObject loaded, RingWaiter waiter, TimeSpan latency, TimeProvider clock, SourceOutput output)
    {
        _waiter = waiter;
        _output = output;
        _rings = [.. loaded.Rings.Values];
        _readers = [.. loaded.Rings.Select(r => new RingReader(r.Value, loaded.Spec.Tables.Where(t => t.Ring == r.Key)))];
        _gather = new GatherTime(latency, _rings.Select(r => r.Size).DefaultIfEmpty(long.MaxValue).Min(), clock);
    }

    /// <summary>Rows read so far, dropped ones included.</summary>
    internal long Rows { get; private set; }

    /// <summary>Lets rows gather and reads those that have come by then.</summary>
    internal void ReadGathered()
    {
        if (!_waiter.Linger(_gather.Next))
            return;
        // What comes meanwhile gathers for the next time: to chase after a busy program would make batches of a few rows.
        var end = Total(static r => r.ReadBytes + r.PendingBytes);
        _gather.Saw(end - Total(static r => r.ReadBytes));
        // Without memory for rows they stay in the ring, and a wait would return at once.
        if (!ReadOnce())
            _waiter.Linger(NoMemoryPause);
        while (!_waiter.IsStopped && Total(static r => r.ReadBytes) < end && ReadOnce())
            continue;
    }

    /// <summary>Reads until nothing more comes: for detached programs.</summary>
    internal void ReadAll()
    {
        while (ReadOnce())
            continue;
    }

    /// <summary>Drops what is left, for want of memory.</summary>
    internal void DropAll()
    {
        foreach (var reader in _readers)
            Rows += reader.Drop(_output.Emitter, "memory");
        _output.Flush();
    }

    private bool ReadOnce()
    {
        var before = Rows;
        foreach (var reader in _readers)
        {
            Rows += reader.Read(_output.Emitter, ref _output.Sequence);
            _output.Flush();
        }

        return Rows > before;
    }

    private long Total(Func<RingBuffer, long> bytes)
    {
        var total = 0L;
        foreach (var ring in _rings)
            total += bytes(ring);
        return total;
    }
}
