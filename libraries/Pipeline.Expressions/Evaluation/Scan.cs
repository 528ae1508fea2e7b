using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Expressions.Evaluation;

/// <summary>Runs a cell test over a window.</summary>
internal static unsafe class Scan
{
    // Below this many candidates, visiting them one by one is cheaper than testing every row.
    private const int Sparse = 8;

    public static ulong Run<T, TTest>(Strided column, int count, ulong candidates, TTest test)
        where T : unmanaged
        where TTest : struct, ICellTest<T>
    {
        if (BitOperations.PopCount(candidates) < Sparse)
            return Candidates<T, TTest>(column, candidates, test);
        return candidates & (column.Stride == sizeof(T) ? Contiguous<T, TTest>(column, count, test) : Every<T, TTest>(column, 0, count, test));
    }

    private static ulong Candidates<T, TTest>(Strided column, ulong candidates, TTest test)
        where T : unmanaged
        where TTest : struct, ICellTest<T>
    {
        var answer = 0ul;
        for (var left = candidates; left != 0; left &= left - 1)
            if (test.Test(Unsafe.ReadUnaligned<T>(column[BitOperations.TrailingZeroCount(left)])))
                answer |= left & (~left + 1);
        return answer;
    }

    private static ulong Contiguous<T, TTest>(Strided column, int count, TTest test)
        where T : unmanaged
        where TTest : struct, ICellTest<T>
    {
        var (answer, row) = (0ul, 0);
        for (; row + Vector256<T>.Count <= count; row += Vector256<T>.Count)
            answer |= (ulong)test.Test(Vector256.Load((T*)column[row])).ExtractMostSignificantBits() << row;
        return row == count ? answer : answer | Every<T, TTest>(column, row, count, test);
    }

    /// <summary>No branch a row, so that what the data holds does not matter to the time it takes.</summary>
    private static ulong Every<T, TTest>(Strided column, int row, int count, TTest test)
        where T : unmanaged
        where TTest : struct, ICellTest<T>
    {
        var (answer, stride) = (0ul, column.Stride);
        var cell = column[row];
        for (; row + 4 <= count; row += 4, cell += 4 * stride)
            answer |= (Bit<T, TTest>(cell, test) | Bit<T, TTest>(cell + stride, test) << 1
                | Bit<T, TTest>(cell + 2 * stride, test) << 2 | Bit<T, TTest>(cell + 3 * stride, test) << 3) << row;
        for (; row < count; row++, cell += stride)
            answer |= Bit<T, TTest>(cell, test) << row;
        return answer;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bit<T, TTest>(byte* cell, TTest test)
        where T : unmanaged
        where TTest : struct, ICellTest<T> => test.Test(Unsafe.ReadUnaligned<T>(cell)) ? 1ul : 0ul;
}
