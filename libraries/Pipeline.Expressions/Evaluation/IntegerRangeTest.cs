using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Expressions.Evaluation;

/// <summary>
/// low &lt;= cell &lt;= low + width. Every comparison of an integer with a constant is one, and by wrapping it is the same for signed cells as for unsigned ones.
/// </summary>
internal readonly struct IntegerRangeTest<T>(T low, T width) : ICellTest<T>
    where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Test(T cell) => unchecked(cell - low) <= width;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Test(Vector256<T> cells) => Vector256.LessThanOrEqual(cells - Vector256.Create(low), Vector256.Create(width));
}
