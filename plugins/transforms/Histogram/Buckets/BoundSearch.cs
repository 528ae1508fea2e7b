using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Pipeline.Expressions.Evaluation;

namespace Pipeline.Transforms.Histogram.Buckets;

/// <summary>Tells of each of a window's values how many bounds lie below it, which is the number of its bucket.</summary>
internal sealed class BoundSearch(ImmutableArray<double> bounds)
{
    // Up to here comparing with every bound, four values at a time, is faster than searching for each.
    private const int Few = 64;

    private const int Unrolled = 4;

    private readonly double[] _bounds = [.. bounds];

    /// <param name="values">A window's values, <see cref="Window.Size"/> of them.</param>
    /// <param name="buckets">The bucket of each; of NaN the first.</param>
    public void Find(ReadOnlySpan<double> values, Span<long> buckets)
    {
        if (_bounds.Length <= Few)
            Count(values, buckets);
        else
            Halve(values, buckets);
    }

    private void Count(ReadOnlySpan<double> values, Span<long> buckets)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var bucket = ref MemoryMarshal.GetReference(buckets);
        var step = Vector256<double>.Count;
        for (var row = 0; row < Window.Size; row += Unrolled * step)
        {
            var a = Vector256.LoadUnsafe(ref value, (nuint)row);
            var b = Vector256.LoadUnsafe(ref value, (nuint)(row + step));
            var c = Vector256.LoadUnsafe(ref value, (nuint)(row + 2 * step));
            var d = Vector256.LoadUnsafe(ref value, (nuint)(row + 3 * step));
            var (countA, countB, countC, countD) = (Vector256<long>.Zero, Vector256<long>.Zero, Vector256<long>.Zero, Vector256<long>.Zero);
            foreach (var one in _bounds)
            {
                // Each lane of a comparison that holds is -1.
                var bound = Vector256.Create(one);
                countA -= Vector256.GreaterThan(a, bound).AsInt64();
                countB -= Vector256.GreaterThan(b, bound).AsInt64();
                countC -= Vector256.GreaterThan(c, bound).AsInt64();
                countD -= Vector256.GreaterThan(d, bound).AsInt64();
            }

            countA.StoreUnsafe(ref bucket, (nuint)row);
            countB.StoreUnsafe(ref bucket, (nuint)(row + step));
            countC.StoreUnsafe(ref bucket, (nuint)(row + 2 * step));
            countD.StoreUnsafe(ref bucket, (nuint)(row + 3 * step));
        }
    }

    private void Halve(ReadOnlySpan<double> values, Span<long> buckets)
    {
        for (var row = 0; row < Window.Size; row++)
        {
            var (from, left) = (0, _bounds.Length);
            // No branch that the values decide.
            while (left > 1)
            {
                var half = left / 2;
                from = values[row] > _bounds[from + half - 1] ? from + half : from;
                left -= half;
            }

            buckets[row] = from + (values[row] > _bounds[from] ? 1 : 0);
        }
    }
}
