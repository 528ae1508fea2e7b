namespace Pipeline.Metrics.Buckets;

/// <summary>
/// The buckets of a histogram as Prometheus' classic ones: each with an upper bound, counting everything up to it. An exponential histogram's are put together until
/// they end at powers of two and are few; a coarser set's bounds are among those of the finer.
/// </summary>
internal ref struct ClassicBuckets
{
    /// <summary>Most buckets made of an exponential histogram's.</summary>
    public const int MostDerived = 64;

    private readonly HistogramCell _cell;
    private readonly BucketLabels _labels;
    private readonly int _scale;
    private readonly int _last;
    private int _next;
    private int _read;

    public ClassicBuckets(HistogramCell cell, BucketLabels labels)
    {
        _cell = cell;
        _labels = labels;
        if (cell.IsExplicit)
        {
            _last = cell.Counts.Length - 2;
            return;
        }

        UpTo = cell.ZeroCount;
        var first = cell.Counts.IndexOfAnyExcept(0ul);
        if (first < 0)
        {
            (_next, _last) = (0, -1);
            return;
        }

        var last = cell.Counts.LastIndexOfAnyExcept(0ul);
        _scale = Math.Min(cell.Scale, 0);
        while (IndexAt(last) - (long)IndexAt(first) >= MostDerived)
            _scale--;
        (_read, _next, _last) = (first, IndexAt(first) - 1, IndexAt(last));
    }

    /// <summary>How many values there are up to the bound at hand.</summary>
    public ulong UpTo { get; private set; }

    /// <summary>The bound at hand.</summary>
    public BucketLabel Label { get; private set; } = BucketLabel.Infinite;

    /// <summary>Steps to the next bucket with a finite bound. The first of an exponential histogram ends where its values begin.</summary>
    public bool MoveNext()
    {
        if (_next > _last)
            return false;
        if (_cell.IsExplicit)
        {
            UpTo += _cell.Counts[_next];
            Label = _labels.At(_next++);
            return true;
        }

        for (; _read < _cell.Counts.Length && IndexAt(_read) <= _next; _read++)
            UpTo += _cell.Counts[_read];
        Label = _labels.Power((int)Math.Clamp((_next + 1L) << -_scale, int.MinValue, int.MaxValue));
        _next++;
        return double.IsFinite(Label.Bound);
    }

    /// <summary>All values.</summary>
    public static ulong Count(HistogramCell cell)
    {
        var count = cell.ZeroCount;
        foreach (var bucket in cell.Counts)
            count += bucket;
        return count;
    }

    // The bucket at the coarser scale that holds one of the cell's.
    private readonly int IndexAt(int i) => (_cell.Offset + i) >> (_cell.Scale - _scale);
}
