namespace Pipeline;

/// <summary>Buckets of one exponential histogram from the first to the last in use, and what they are at a coarser scale.</summary>
internal readonly ref struct BucketRun
{
    private readonly ReadOnlySpan<ulong> _counts;
    private readonly int _first;
    private readonly int _scale;

    private BucketRun(ReadOnlySpan<ulong> counts, int first, int scale)
    {
        _counts = counts;
        _first = first;
        _scale = scale;
    }

    internal static BucketRun InUse(ReadOnlySpan<ulong> counts, int offset, int scale)
    {
        var first = counts.IndexOfAnyExcept(0ul);
        return first < 0 ? new([], 0, scale) : new(counts[first..(counts.LastIndexOfAnyExcept(0ul) + 1)], offset + first, scale);
    }

    /// <summary>Whether these buckets are among those of <paramref name="other"/>.</summary>
    internal bool IsInside(BucketRun other, int scale) =>
        _counts.IsEmpty || (!other._counts.IsEmpty && FirstAt(scale) >= other.FirstAt(scale) && LastAt(scale) <= other.LastAt(scale));

    /// <summary>Index of the first bucket of both.</summary>
    internal static int First(BucketRun a, BucketRun b, int scale) =>
        a._counts.IsEmpty ? b.FirstAt(scale) : b._counts.IsEmpty ? a.FirstAt(scale) : Math.Min(a.FirstAt(scale), b.FirstAt(scale));

    /// <summary>How many buckets it takes from the first to the last of both: at the finest scale more than an int can tell.</summary>
    internal static long Span(BucketRun a, BucketRun b, int scale) =>
        a._counts.IsEmpty ? b.SpanAt(scale)
        : b._counts.IsEmpty ? a.SpanAt(scale)
        : (long)Math.Max(a.LastAt(scale), b.LastAt(scale)) - First(a, b, scale) + 1;

    /// <summary>Adds the counts to those of buckets that begin at index <paramref name="offset"/> of <paramref name="scale"/>.</summary>
    internal void AddTo(Span<ulong> sum, int offset, int scale)
    {
        var shift = _scale - scale;
        if (_counts.IsEmpty)
            return;
        if (shift == 0)
        {
            CountVector.Add(sum[(_first - offset)..], _counts);
            return;
        }

        for (var i = 0; i < _counts.Length; i++)
            sum[((_first + i) >> shift) - offset] += _counts[i];
    }

    private int FirstAt(int scale) => _first >> (_scale - scale);

    private int LastAt(int scale) => (_first + _counts.Length - 1) >> (_scale - scale);

    private long SpanAt(int scale) => _counts.IsEmpty ? 0 : (long)LastAt(scale) - FirstAt(scale) + 1;
}
