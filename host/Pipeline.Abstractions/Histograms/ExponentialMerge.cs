namespace Pipeline;

/// <summary>Adds buckets of different scales and ranges: both come to one scale at which the buckets in use fit.</summary>
internal static class ExponentialMerge
{
    internal static void Add(ref HistogramHeader into, Span<ulong> room, in HistogramCell added)
    {
        if (room.Length < HistogramMerge.MaxBuckets || (uint)into.Buckets > HistogramMerge.MaxBuckets)
            throw new ArgumentException($"a target has room for {HistogramMerge.MaxBuckets} buckets, not {room.Length}", nameof(room));
        var own = BucketRun.InUse(room[..into.Buckets], into.Offset, into.Scale);
        var other = BucketRun.InUse(added.Counts, added.Offset, added.Scale);
        var scale = Math.Min(into.Scale, added.Scale);
        if (scale == into.Scale && other.IsInside(own, scale))
        {
            other.AddTo(room[..into.Buckets], into.Offset, scale);
            return;
        }

        while (BucketRun.Span(own, other, scale) > HistogramMerge.MaxBuckets)
            scale--;
        var offset = BucketRun.First(own, other, scale);
        var buckets = (int)BucketRun.Span(own, other, scale);
        Span<ulong> sum = stackalloc ulong[HistogramMerge.MaxBuckets];
        own.AddTo(sum, offset, scale);
        other.AddTo(sum, offset, scale);
        sum[..buckets].CopyTo(room);
        (into.Scale, into.Offset, into.Buckets) = (scale, offset, buckets);
    }
}
