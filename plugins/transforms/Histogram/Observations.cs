using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Pipeline.Expressions.Evaluation;

namespace Pipeline.Transforms.Histogram;

/// <summary>The values of a window's rows, a bit each for those that are to be counted.</summary>
/// <param name="values">As floats, by which buckets are told.</param>
/// <param name="integers">As integers, where they are, so that sums are exact.</param>
internal ref struct Observations(Span<double> values, Span<long> integers)
{
    /// <summary>As floats, <see cref="Window.Size"/> of them.</summary>
    public readonly Span<double> Values { get; } = values;

    /// <summary>As integers, if <see cref="AreIntegers"/>.</summary>
    public readonly Span<long> Integers { get; } = integers;

    public bool AreIntegers { get; private set; }

    /// <summary>Whether the integers are u64 in the guise of i64.</summary>
    public bool AreUnsigned { get; private set; }

    /// <summary>The rows to be counted.</summary>
    public ulong Rows { get; private set; }

    /// <summary>Rows whose value is not a number.</summary>
    public ulong NotANumber { get; private set; }

    /// <summary>Rows whose value is infinite.</summary>
    public ulong Infinite { get; private set; }

    /// <summary>Rows whose value is below zero.</summary>
    public ulong Negative { get; private set; }

    /// <summary>Reads a window, and leaves out what cannot be counted.</summary>
    /// <param name="number">The value.</param>
    /// <param name="window">The rows.</param>
    /// <param name="takeNegative">Whether values below zero are counted.</param>
    public void Read(Number number, in Window window, bool takeNegative)
    {
        (NotANumber, Infinite, Negative) = (0, 0, 0);
        if (number is IntegerNumber integer)
            Read(integer, window);
        else
            Read((FloatNumber)number, window);
        // Lanes beyond the window's rows hold anything.
        (NotANumber, Infinite) = (NotANumber & window.All, Infinite & window.All);
        Rows = window.All & ~(NotANumber | Infinite);
        Negative &= Rows;
        if (!takeNegative)
            Rows &= ~Negative;
    }

    private void Read(IntegerNumber number, in Window window)
    {
        // A column has a value in every row.
        number.Evaluate(window, Integers);
        (AreIntegers, AreUnsigned) = (true, number.Unsigned);
        for (var lane = 0; lane < Window.Size; lane += Lanes.Step)
        {
            var cells = Lanes.Load(Integers, lane);
            Store(AreUnsigned ? Vector256.ConvertToDouble(cells.AsUInt64()) : Vector256.ConvertToDouble(cells), lane);
            if (!AreUnsigned)
                Negative |= Lanes.Signs(cells, lane);
        }
    }

    private void Read(FloatNumber number, in Window window)
    {
        number.Evaluate(window, Values);
        for (var lane = 0; lane < Window.Size; lane += Lanes.Step)
        {
            var cells = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(Values), (nuint)lane);
            NotANumber |= Bits(~Vector256.Equals(cells, cells), lane);
            Infinite |= Bits(Vector256.Equals(Vector256.Abs(cells), Vector256.Create(double.PositiveInfinity)), lane);
            Negative |= Bits(Vector256.LessThan(cells, Vector256<double>.Zero), lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Store(Vector256<double> cells, int lane) => cells.StoreUnsafe(ref MemoryMarshal.GetReference(Values), (nuint)lane);

    private static ulong Bits(Vector256<double> mask, int lane) => (ulong)mask.ExtractMostSignificantBits() << lane;
}
