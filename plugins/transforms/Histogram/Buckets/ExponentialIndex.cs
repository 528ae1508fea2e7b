using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Pipeline.Expressions.Evaluation;

namespace Pipeline.Transforms.Histogram.Buckets;

/// <summary>
/// Tells of each of a window's values its bucket at the finest scale; at a coarser one that is the same number shifted. As
/// <see cref="ExponentialBucket.IndexOf"/>, several values at a time.
/// </summary>
internal static class ExponentialIndex
{
    private const int FractionBits = 52;
    private const int Bias = 1023;
    private const long Fraction = (1L << FractionBits) - 1;
    private const int Scale = ExponentialBucket.MaxScale;

    // Added to a whole number below 2^52, it leaves that number in the low bits.
    private const double Shift = 1L << FractionBits;

    /// <param name="values">A window's values; of those that are not finite and above zero the answer means nothing.</param>
    /// <param name="indices">The bucket of each.</param>
    public static void Find(ReadOnlySpan<double> values, Span<long> indices)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var index = ref MemoryMarshal.GetReference(indices);
        var subnormal = false;
        for (var row = 0; row < Window.Size; row += Vector256<double>.Count)
        {
            var cells = Vector256.LoadUnsafe(ref value, (nuint)row);
            var bits = cells.AsInt64();
            var exponent = (bits >>> FractionBits) - Vector256.Create((long)Bias);
            var fraction = bits & Vector256.Create(Fraction);
            var mantissa = (fraction | Vector256.Create((long)Bias << FractionBits)).AsDouble();
            var steps = Vector256.Ceiling(Vector256.Log2(mantissa) * Vector256.Create((double)(1 << Scale))) - Vector256<double>.One;
            var within = Vector256.Min(Vector256.Max(steps, Vector256<double>.Zero), Vector256.Create((double)((1 << Scale) - 1)));
            var whole = (within + Vector256.Create(Shift)).AsInt64() & Vector256.Create(Fraction);
            // A power of two ends the bucket below it.
            var isPower = Vector256.Equals(fraction, Vector256<long>.Zero);
            ((exponent << Scale) + Vector256.ConditionalSelect(isPower, Vector256<long>.AllBitsSet, whole)).StoreUnsafe(ref index, (nuint)row);
            subnormal |= Vector256.EqualsAny(exponent, Vector256.Create(-(long)Bias));
        }

        if (subnormal)
            FindSubnormal(values, indices);
    }

    private static void FindSubnormal(ReadOnlySpan<double> values, Span<long> indices)
    {
        for (var row = 0; row < values.Length; row++)
            if (double.IsSubnormal(values[row]) && values[row] > 0)
                indices[row] = ExponentialBucket.IndexOf(values[row], Scale);
    }
}
