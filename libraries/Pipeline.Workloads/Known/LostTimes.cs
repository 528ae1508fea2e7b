namespace Pipeline.Workloads.Known;

/// <summary>Spans of time of which the kernel may have had more to tell than it could. One thread at a time.</summary>
internal sealed class LostTimes
{
    private const int Most = 64;

    private readonly List<(long From, long To)> _spans = [];

    /// <summary>The latest end of all.</summary>
    internal bool IsOpen => _spans is [.., (_, long.MaxValue)];

    /// <summary>Something was lost after <paramref name="from"/>, and since then nothing is certain.</summary>
    internal void Open(long from)
    {
        if (IsOpen)
            return;
        _spans.Add((from, long.MaxValue));

        // Too much is uncertain rather than too little.
        if (_spans.Count > Most)
            (_spans[1], _) = ((_spans[0].From, _spans[1].To), _spans.Remove(_spans[0]));
    }

    /// <summary>From <paramref name="to"/> on all is known again.</summary>
    internal void Close(long to)
    {
        if (IsOpen)
            _spans[^1] = (_spans[^1].From, to);
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

    /// <summary>When the span that is open began, or <paramref name="time"/> if none is.</summary>
    internal long Start(long time) => IsOpen ? Math.Min(_spans[^1].From, time) : time;

    internal void Forget(long before) => _spans.RemoveAll(s => s.To < before);
}
