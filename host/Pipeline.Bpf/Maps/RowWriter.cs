using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pipeline.Bpf.Maps;

/// <summary>Makes a row of an entry: copies the key, puts the CPUs' figures together, and writes histograms where they stay, into the heap.</summary>
internal sealed unsafe class RowWriter(MetricMap map)
{
    private const int KeyOffset = 2 * sizeof(long);

    private readonly MetricSpec _spec = map.Spec;
    private readonly int _cpus = map.Cpus;
    private readonly int _cpuStride = map.ValueStride;

    /// <summary>Whether anything was ever written to the value.</summary>
    internal bool IsTouched(byte* value) => new ReadOnlySpan<byte>(value, _cpuStride * _cpus).ContainsAnyExcept((byte)0);

    /// <summary>Fills a row and its part of the heap.</summary>
    /// <param name="row">Where the row goes.</param>
    /// <param name="heap">Where the batch's heap begins.</param>
    /// <param name="heapUsed">Bytes of it in use, advanced.</param>
    /// <param name="time">When the entry was read.</param>
    /// <param name="key">The entry's key.</param>
    /// <param name="value">Its value, one CPU after the other. It is used for sums and holds none of them afterwards.</param>
    internal void Write(byte* row, byte* heap, ref int heapUsed, long time, byte* key, byte* value)
    {
        Unsafe.WriteUnaligned(row, time);
        Unsafe.WriteUnaligned(row + sizeof(long), map.StartTime);
        Unsafe.CopyBlockUnaligned(row + KeyOffset, key, (uint)_spec.KeySize);
        new Span<byte>(row + KeyOffset + _spec.KeySize, (_spec.KeySize + 7 & -8) - _spec.KeySize).Clear();
        foreach (var figure in _spec.Figures)
            Unsafe.WriteUnaligned(row + figure.CellOffset, figure.Greatest ? Greatest(figure, value) : Sum(figure, value));
        foreach (var histogram in _spec.Histograms)
        {
            var size = HistogramCell.SizeOf(histogram.Slots);
            Unsafe.WriteUnaligned(row + histogram.CellOffset, new HeapCell((uint)heapUsed, (uint)size));
            Write(new Span<byte>(heap + heapUsed, size), histogram, value);
            heapUsed += size;
        }
    }

    private long Sum(FigureSpec figure, byte* value)
    {
        var sum = 0L;
        for (var cpu = 0; cpu < _cpus; cpu++, value += _cpuStride)
            sum += Read(figure, value);
        return sum;
    }

    private long Greatest(FigureSpec figure, byte* value)
    {
        var greatest = Read(figure, value);
        for (var cpu = 1; cpu < _cpus; cpu++)
        {
            var other = Read(figure, value += _cpuStride);
            if (figure.Signed ? other > greatest : (ulong)other > (ulong)greatest)
                greatest = other;
        }

        return greatest;
    }

    private static long Read(FigureSpec figure, byte* value)
    {
        value += figure.Offset;
        return (figure.Width, figure.Signed) switch
        {
            (8, _) => Unsafe.ReadUnaligned<long>(value),
            (4, true) => Unsafe.ReadUnaligned<int>(value),
            (4, false) => Unsafe.ReadUnaligned<uint>(value),
            (2, true) => Unsafe.ReadUnaligned<short>(value),
            (2, false) => Unsafe.ReadUnaligned<ushort>(value),
            (_, true) => *(sbyte*)value,
            _ => *value,
        };
    }

    private void Write(Span<byte> cell, HistogramSpec histogram, byte* value)
    {
        var sum = Unsafe.ReadUnaligned<ulong>(value + histogram.SumOffset);
        var slots = new Span<ulong>(value + histogram.SlotsOffset, histogram.Slots);
        for (var cpu = 1; cpu < _cpus; cpu++)
        {
            var other = value + (long)cpu * _cpuStride;
            sum += Unsafe.ReadUnaligned<ulong>(other + histogram.SumOffset);
            Add(slots, new ReadOnlySpan<ulong>(other + histogram.SlotsOffset, histogram.Slots));
        }

        var count = 0UL;
        foreach (var slot in slots)
            count += slot;
        HistogramCell.Write(cell, new HistogramTotals(count, sum, double.NaN, double.NaN), slots);
    }

    private static void Add(Span<ulong> sum, ReadOnlySpan<ulong> more)
    {
        var i = 0;
        for (; i <= sum.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
            (new Vector<ulong>(sum[i..]) + new Vector<ulong>(more[i..])).CopyTo(sum[i..]);
        for (; i < sum.Length; i++)
            sum[i] += more[i];
    }
}
