using System.Runtime.InteropServices;

namespace Pipeline;

/// <summary>
/// Adds histograms of one column up in a target, a cell that is added to in place. Whatever the order, the result has the same counts, scale and range;
/// <see cref="HistogramTotals.With"/> says what becomes of unknown sums, minima and maxima.
/// </summary>
public static class HistogramMerge
{
    /// <summary>Most buckets of an exponential result: when values spread wider, its scale is lowered until they fit.</summary>
    public const int MaxBuckets = 160;

    /// <summary>Bytes a target of <paramref name="type"/> needs.</summary>
    public static int TargetSize(ColumnType type) => HistogramCell.SizeOf(type.Bounds.IsEmpty ? MaxBuckets : type.Bounds.Length + 1);

    /// <summary>Makes <paramref name="target"/>, a cell without values and returns its bytes.</summary>
    /// <exception cref="ArgumentException">The target is shorter than <see cref="TargetSize"/>.</exception>
    public static int Begin(Span<byte> target, ColumnType type)
    {
        var size = TargetSize(type);
        if (target.Length < size)
            throw new ArgumentException($"a target takes {size} bytes, not {target.Length}", nameof(target));
        if (type.Bounds.IsEmpty)
        {
            HistogramCell.Write(target, HistogramTotals.Empty, [], ExponentialBucket.MaxScale);
            return HistogramCell.SizeOf(0);
        }

        target[..size].Clear();
        HistogramHeader header = new() { Totals = HistogramTotals.Empty, Buckets = type.Bounds.Length + 1 };
        MemoryMarshal.Write(target, header);
        return size;
    }

    /// <summary>Adds <paramref name="histogram"/> to the cell in <paramref name="target"/> and returns how many bytes that has now.</summary>
    /// <param name="target">Begun by <see cref="Begin"/> with the column type that <paramref name="histogram"/> was read with. Its rest is scratch.</param>
    /// <param name="histogram">A cell elsewhere.</param>
    /// <exception cref="ArgumentException">The target is of another type, or too short.</exception>
    public static int Add(Span<byte> target, HistogramCell histogram)
    {
        var header = MemoryMarshal.Read<HistogramHeader>(target);
        var room = MemoryMarshal.Cast<byte, ulong>(target[HistogramHeader.Size..]);
        if (!histogram.IsExplicit)
            ExponentialMerge.Add(ref header, room, histogram);
        else if (header.Buckets == histogram.Counts.Length && room.Length >= header.Buckets)
            CountVector.Add(room, histogram.Counts);
        else
            throw new ArgumentException($"the target has {header.Buckets} buckets and room for {room.Length}, not {histogram.Counts.Length}", nameof(target));
        header.Totals = header.Totals.With(histogram.Totals);
        header.ZeroCount += histogram.ZeroCount;
        MemoryMarshal.Write(target, header);
        return HistogramCell.SizeOf(header.Buckets);
    }
}
