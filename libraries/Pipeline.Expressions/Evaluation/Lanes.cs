using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Expressions.Evaluation;

/// <summary>Walks a window's 64 values a vector at a time. Lanes beyond the window's rows hold anything; their bits are masked away later.</summary>
internal static class Lanes
{
    public static int Step => Vector256<long>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> Load(Span<long> values, int lane) => Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<long> vector, Span<long> values, int lane) =>
        vector.StoreUnsafe(ref MemoryMarshal.GetReference(values), (nuint)lane);

    /// <summary>The sign bits, where their rows' bits belong.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Signs(Vector256<long> vector, int lane) => (ulong)vector.ExtractMostSignificantBits() << lane;

    public static ulong Signs(Span<long> values)
    {
        var answer = 0ul;
        for (var lane = 0; lane < Window.Size; lane += Step)
            answer |= Signs(Load(values, lane), lane);
        return answer;
    }
}
