namespace Pipeline.Workloads.Known;

/// <summary>Spans of time of which the kernel may have had more to tell than it could. One thread at a time.</summary>
internal sealed class LostTimes
{
    private const int Most = 64;

    private readonly List<(long From, long To)> _spans = [];
    private long _certain;

    /// <summary>Whether nothing is certain since the last loss.</summary>
    internal bool IsOpen => _spans is [.., (_, long.MaxValue)];

    /// <summary>Up to <paramref name="time"/> nothing was lost that is not told here.</summary>
    internal void Certify(long time) => _certain = time;

    /// <summary>Something was lost at some time after what was certified last.</summary>
    internal void Open()
    {
        if (IsOpen)
            return;
        _spans.Add((_certain, long.MaxValue));

        // Too much is uncertain rather than too little.
        if (_spans.Count <= Most)
            return;
        _spans[1] = (_spans[0].From, _spans[1].To);
        _spans.RemoveAt(0);
    }

    /// <summary>From <paramref name="to"/> on all is known again.</summary>
    internal void Close(long to)
    {
        if (IsOpen)
            _spans[^1] = (_spans[^1].From, to);
        _certain = to;
    }

    internal bool Has(long time)
    {
        for (var i = _spans.Count - 1; i >= 0; i--)
            if (time >= _spans[i].From && time <= _spans[i].To)
                return true;
        return false;
    }

    /// <summary>Whether any of it is after <paramref name="from"/> and not after <paramref name="to"/>.</summary>
    internal bool Meets(long from, long to)
    {
        for (var i = _spans.Count - 1; i >= 0; i--)
            if (_spans[i].From <= to && _spans[i].To >= from)
                return true;
        return false;
    }

    /// <summary>The latest time, not after <paramref name="time"/>, up to which all that happened is known.</summary>
    internal long CertainBefore(long time) => Math.Min(IsOpen ? _spans[^1].From : _certain, time);

    internal void Forget(long before) => _spans.RemoveAll(s => s.To < before);
}
