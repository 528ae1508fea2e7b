using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pipeline.Grouping;

namespace Pipeline.Transforms.Histogram.Buckets;

/// <summary>Sum, minimum and maximum of a group's values; the sum of integers is exact.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SeriesTotals
{
    private ExactSum _exact;
    private double _sum;
    private double _min;
    private double _max;

    public static SeriesTotals Empty => new() { _min = double.PositiveInfinity, _max = double.NegativeInfinity };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in Observations observations, int row)
    {
        var value = observations.Values[row];
        if (observations.AreIntegers)
            _exact.Add(observations.Integers[row], observations.AreUnsigned);
        else
            _sum += value;
        if (value < _min)
            _min = value;
        if (value > _max)
            _max = value;
    }

    /// <param name="count">How many values there are.</param>
    public readonly HistogramTotals Of(ulong count) =>
        count == 0 ? HistogramTotals.Empty : new HistogramTotals(count, _sum + (double)_exact.Value, _min, _max);
}
