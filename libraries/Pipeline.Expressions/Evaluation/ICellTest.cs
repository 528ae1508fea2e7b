using System.Runtime.Intrinsics;

namespace Pipeline.Expressions.Evaluation;

/// <summary>A test of numbers as they lie in the row, for <see cref="Scan"/> to be compiled with.</summary>
internal interface ICellTest<T>
    where T : unmanaged
{
    bool Test(T cell);

    /// <summary>All bits of an element set where it passes.</summary>
    Vector256<T> Test(Vector256<T> cells);
}
