using Pipeline.Bpf;
using Pipeline.Bpf.Rings;

namespace Pipeline.Sources.Bpf;

/// <summary>
/// Reads an object's rings on the source's own thread: wait for a first row, let others gather, read all there is. Only <see cref="Stop"/> is for other threads.
/// </summary>
internal sealed class ReadLoop : IDisposable
{
    // Programs that were running when they were detached end within microseconds; this is for a machine that is starved.
    private static readonly TimeSpan LongestSettling = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SettlingStep = TimeSpan.FromMilliseconds(1);

    private readonly BpfObject _loaded;
    private readonly TimeProvider _clock;
    private readonly ISourceEmitter _emitter;
    private readonly RingWaiter _waiter;
    private readonly RingBuffer[] _rings;
    private readonly RingReader[] _readers;
    private readonly GatherTime _gather;
    private ulong _sequence;
    private long _read;

    internal ReadLoop(BpfObject loaded, TimeSpan latency, TimeProvider clock, ISourceEmitter emitter)
    {
        _loaded = loaded;
        _clock = clock;
        _emitter = emitter;
        _rings = [.. loaded.Rings.Values];
        _waiter = new RingWaiter(_rings);
        _readers = [.. loaded.Rings.Select(r => new RingReader(r.Value, loaded.Spec.Tables.Where(t => t.Ring == r.Key)))];
        _gather = new GatherTime(latency, _rings.Min(r => r.Size), clock);
    }

    /// <summary>Reads until stopped.</summary>
    internal void Run()
    {
        while (_waiter.Wait(Timeout.InfiniteTimeSpan) != WaitResult.Stopped && Gather())
        {
            // What comes meanwhile gathers for the next time: to chase after a busy program would make batches of a few rows.
            var end = Total(static r => r.ReadBytes + r.PendingBytes);
            _gather.Saw(end - Total(static r => r.ReadBytes));
            // Without memory for rows they stay in the ring, and a wait would return at once.
            if (!ReadOnce())
                _waiter.Linger(SettlingStep);
            while (!_waiter.IsStopped && Total(static r => r.ReadBytes) < end && ReadOnce())
                continue;
        }
    }

    /// <summary>Ends <see cref="Run"/>.</summary>
    internal void Stop() => _waiter.Stop();

    /// <summary>
    /// After the programs were detached: reads on until every attempt has ended and every submitted row was read. What finds no memory even then is dropped.
    /// </summary>
    internal void Settle()
    {
        // Nobody stops this one, so that its pauses are pauses.
        using var pause = new RingWaiter([]);
        var start = _clock.GetTimestamp();
        ReadAll();
        while (!IsSettled() && _clock.GetElapsedTime(start) < LongestSettling)
        {
            pause.Linger(SettlingStep);
            ReadAll();
        }

        foreach (var reader in _readers)
            _read += reader.Drop(_emitter, "memory");
        Flush();
    }

    public void Dispose() => _waiter.Dispose();

    private bool Gather() => _waiter.Linger(_gather.Next);

    private long Total(Func<RingBuffer, long> bytes)
    {
        var total = 0L;
        foreach (var ring in _rings)
            total += bytes(ring);
        return total;
    }

    // Ends only when nothing more comes: for detached programs.
    private void ReadAll()
    {
        while (ReadOnce())
            continue;
    }

    private bool ReadOnce()
    {
        var before = _read;
        foreach (var reader in _readers)
        {
            _read += reader.Read(_emitter, ref _sequence);
            Flush();
        }

        return _read > before;
    }

    private bool IsSettled()
    {
        var accounts = _loaded.ReadAccounts();
        return accounts.Submitted == _read && accounts.Attempted == accounts.Submitted + accounts.Discarded.Values.Sum() + accounts.Lost.Values.Sum();
    }

    // The thread is the source's own and made for blocking; going on elsewhere would leave it and block a pool thread in the next wait.
    private void Flush()
    {
        var flush = _emitter.FlushAsync();
        if (flush.IsCompletedSuccessfully)
            flush.GetAwaiter().GetResult();
        else
            flush.AsTask().GetAwaiter().GetResult();
    }
}
