using System.Runtime.InteropServices;

namespace Pipeline;

/// <summary>The value of a histogram cell: a view over its bytes, valid while they are.</summary>
/// <remarks>
/// <para>Layout, little endian and unaligned: count u64, sum f64, min f64, max f64, scale i32, offset i32, zero count u64, n u32, then n bucket counts u64.</para>
/// <para>An explicit histogram has one count more than its type has bounds; bucket i holds (bounds[i-1], bounds[i]], and scale, offset and zero count are 0.
/// An exponential one counts values &gt; 0: counts[i] is that of bucket offset + i of <see cref="ExponentialBucket"/>; zeros are counted apart, negative values
/// have no place.</para>
/// </remarks>
public readonly ref struct HistogramCell
{
    private readonly HistogramHeader _header;

    private HistogramCell(scoped in HistogramHeader header, ReadOnlySpan<ulong> counts, bool isExplicit)
    {
        _header = header;
        Counts = counts;
        IsExplicit = isExplicit;
    }

    /// <summary>Count, sum, minimum and maximum.</summary>
    public HistogramTotals Totals => _header.Totals;

    /// <summary>Whether the column's type has the bounds.</summary>
    public bool IsExplicit { get; }

    /// <summary>Scale of an exponential histogram.</summary>
    public int Scale => _header.Scale;

    /// <summary>Index of the first bucket of an exponential histogram.</summary>
    public int Offset => _header.Offset;

    /// <summary>Zeros in an exponential histogram.</summary>
    public ulong ZeroCount => _header.ZeroCount;

    /// <summary>Values in each bucket, not those up to it.</summary>
    public ReadOnlySpan<ulong> Counts { get; }

    /// <summary>Bytes of a cell.</summary>
    public static int SizeOf(int buckets) => checked(HistogramHeader.Size + buckets * sizeof(ulong));

    /// <summary>
    /// Reads a cell of a column of <paramref name="type"/>; false when it is empty, which is a cell never set, or none of that type: too short, not as many counts
    /// as the bounds ask for, or buckets outside what a double can be.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> cell, ColumnType type, out HistogramCell histogram)
    {
        histogram = default;
        if (type.Kind != ColumnKind.Histogram || cell.Length < HistogramHeader.Size)
            return false;
        var header = MemoryMarshal.Read<HistogramHeader>(cell);
        if (header.Buckets < 0 || header.Buckets > (cell.Length - HistogramHeader.Size) / sizeof(ulong))
            return false;
        var isExplicit = !type.Bounds.IsEmpty;
        if (isExplicit ? header.Buckets != type.Bounds.Length + 1 : !ExponentialBucket.Exist(header.Scale, header.Offset, header.Buckets))
            return false;
        var counts = MemoryMarshal.Cast<byte, ulong>(cell[HistogramHeader.Size..])[..header.Buckets];
        histogram = new HistogramCell(header, counts, isExplicit);
        return true;
    }

    /// <summary>Writes a cell of <see cref="SizeOf"/> bytes; for an explicit histogram leave the last three alone.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public static void Write(
        Span<byte> destination, in HistogramTotals totals, ReadOnlySpan<ulong> counts, int scale = 0, int offset = 0, ulong zeroCount = 0)
    {
        if (destination.Length < SizeOf(counts.Length))
            throw new ArgumentException($"{counts.Length} buckets take {SizeOf(counts.Length)} bytes, not {destination.Length}", nameof(destination));
        var header = new HistogramHeader { Totals = totals, Scale = scale, Offset = offset, ZeroCount = zeroCount, Buckets = counts.Length };
        MemoryMarshal.Write(destination, header);
        MemoryMarshal.AsBytes(counts).CopyTo(destination[HistogramHeader.Size..]);
    }
}
