using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Expressions.Evaluation;

/// <summary>low &lt;= cell &lt;= high, which NaN never is.</summary>
internal readonly struct FloatRangeTest(double low, double high) : ICellTest<double>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Test(double cell) => cell >= low && cell <= high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> Test(Vector256<double> cells) =>
        Vector256.GreaterThanOrEqual(cells, Vector256.Create(low)) & Vector256.LessThanOrEqual(cells, Vector256.Create(high));
}
