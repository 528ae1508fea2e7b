using System.Runtime.InteropServices;

namespace Pipeline.Transforms.Histogram.Buckets;

/// <summary>A group's exponential histogram: as fine as its values let <see cref="Most"/> buckets be.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ExponentialSeries
{
    /// <summary>Buckets there is room for.</summary>
    public const int Most = HistogramMerge.MaxBuckets;

    // No value is near: the first one finds no bucket and moves the range to where it is.
    private const int Nowhere = int.MaxValue / 2;

    public SeriesTotals Totals;
    public ulong Zeros;
    private int _scale;
    private int _offset;
    private fixed ulong _counts[Most];

    public void Begin()
    {
        (Totals, Zeros, _scale, _offset) = (SeriesTotals.Empty, 0, ExponentialBucket.MaxScale, Nowhere);
        MemoryMarshal.CreateSpan(ref _counts[0], Most).Clear();
    }

    /// <summary>Counts a value above zero by its bucket at the finest scale.</summary>
    public void Count(int finest)
    {
        var bucket = (finest >> (ExponentialBucket.MaxScale - _scale)) - _offset;
        if ((uint)bucket >= Most)
            bucket = Reach(finest);
        _counts[bucket]++;
    }

    /// <summary>Sets a cell.</summary>
    public void Write(BatchBuilder rows, int ordinal)
    {
        var counts = MemoryMarshal.CreateSpan(ref _counts[0], Most);
        var first = counts.IndexOfAnyExcept(0ul);
        var used = first < 0 ? [] : counts[first..(counts.LastIndexOfAnyExcept(0ul) + 1)];
        var count = Zeros;
        foreach (var bucket in used)
            count += bucket;
        var cell = rows.Reserve(ordinal, HistogramCell.SizeOf(used.Length));
        HistogramCell.Write(cell, Totals.Of(count), used, _scale, first < 0 ? 0 : _offset + first, Zeros);
    }

    /// <summary>Moves the range, and makes buckets coarser if need be, so that a value is within it; returns its place.</summary>
    private int Reach(int finest)
    {
        var counts = MemoryMarshal.CreateSpan(ref _counts[0], Most);
        var index = finest >> (ExponentialBucket.MaxScale - _scale);
        var (first, last) = (counts.IndexOfAnyExcept(0ul), counts.LastIndexOfAnyExcept(0ul));
        var low = first < 0 ? index : Math.Min(index, _offset + first);
        var high = first < 0 ? index : Math.Max(index, _offset + last);
        var coarser = 0;
        while ((high >> coarser) - (low >> coarser) >= Most)
            coarser++;
        (low, high) = (low >> coarser, high >> coarser);
        // The values in the middle: the next ones may lie to either side.
        var offset = low - (Most - (high - low + 1)) / 2;
        Span<ulong> moved = stackalloc ulong[Most];
        moved.Clear();
        for (var i = Math.Max(first, 0); i <= last; i++)
            moved[((_offset + i) >> coarser) - offset] += counts[i];
        moved.CopyTo(counts);
        (_scale, _offset) = (_scale - coarser, offset);
        return (index >> coarser) - offset;
    }
}
