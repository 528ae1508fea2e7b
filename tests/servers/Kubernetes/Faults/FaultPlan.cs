namespace Pipeline.KubernetesServer.Faults;

/// <summary>What goes wrong, on command. Thread-safe.</summary>
public sealed class FaultPlan : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<(Refusal Refusal, int Left)> _refusals = [];
    private CancellationTokenSource _drop = new();
    private int _halves;
    private int _unexpectedEnds;
    private volatile bool _isSlow, _knowsNoForms, _expiresByStatus;

    /// <summary>Watches and lists begin and then nothing comes.</summary>
    public bool IsSlow
    {
        get => _isSlow;
        set => _isSlow = value;
    }

    /// <summary>The server is as old as one that knows neither tables nor metadata alone.</summary>
    public bool KnowsNoForms
    {
        get => _knowsNoForms;
        set => _knowsNoForms = value;
    }

    /// <summary>A watch from a version that is forgotten is refused with 410 instead of one event that says so.</summary>
    public bool ExpiresByStatus
    {
        get => _expiresByStatus;
        set => _expiresByStatus = value;
    }

    /// <summary>Ends when the watches of now are dropped.</summary>
    internal CancellationToken Dropping
    {
        get
        {
            lock (_lock)
                return _drop.Token;
        }
    }

    /// <summary>Breaks the connections of all watches.</summary>
    public void DropWatches()
    {
        CancellationTokenSource drop;
        lock (_lock)
            (drop, _drop) = (_drop, new CancellationTokenSource());
        using (drop)
            drop.Cancel();
    }

    /// <summary>So many lists end in the middle of an object, with their connection.</summary>
    public void HalveLists(int count) => Interlocked.Add(ref _halves, count);

    /// <summary>So many events break off in the middle, with their connection.</summary>
    public void HalveEvents(int count) => Interlocked.Add(ref _unexpectedEnds, count);

    /// <summary>Answers so to the next requests.</summary>
    public void Refuse(Refusal refusal)
    {
        lock (_lock)
            _refusals.Add((refusal, refusal.Count));
    }

    /// <summary>Everything goes right again.</summary>
    public void Clear()
    {
        lock (_lock)
            _refusals.Clear();
        (_isSlow, _knowsNoForms, _expiresByStatus) = (false, false, false);
        Interlocked.Exchange(ref _halves, 0);
        Interlocked.Exchange(ref _unexpectedEnds, 0);
    }

    public void Dispose() => _drop.Dispose();

    internal Refusal? Take(string path)
    {
        lock (_lock)
        {
            var at = _refusals.FindIndex(entry => path.Contains(entry.Refusal.Path, StringComparison.Ordinal));
            if (at < 0)
                return null;
            var (refusal, left) = _refusals[at];
            if (left <= 1)
                _refusals.RemoveAt(at);
            else
                _refusals[at] = (refusal, left - 1);
            return refusal;
        }
    }

    internal bool TakeHalfList() => TakeOne(ref _halves);

    internal bool TakeHalfEvent() => TakeOne(ref _unexpectedEnds);

    private static bool TakeOne(ref int count)
    {
        for (var left = Volatile.Read(ref count); left > 0; left = Volatile.Read(ref count))
            if (Interlocked.CompareExchange(ref count, left - 1, left) == left)
                return true;
        return false;
    }
}
