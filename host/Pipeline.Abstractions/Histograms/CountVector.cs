using System.Numerics;
using System.Runtime.InteropServices;

namespace Pipeline;

/// <summary>Adds bucket counts a vector at a time.</summary>
internal static class CountVector
{
    internal static void Add(Span<ulong> sum, ReadOnlySpan<ulong> counts)
    {
        sum = sum[..counts.Length];
        ref var to = ref MemoryMarshal.GetReference(sum);
        ref var from = ref MemoryMarshal.GetReference(counts);
        var i = 0;
        for (; i <= counts.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
            (Vector.LoadUnsafe(ref to, (nuint)i) + Vector.LoadUnsafe(ref from, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        for (; i < counts.Length; i++)
            sum[i] += counts[i];
    }
}
