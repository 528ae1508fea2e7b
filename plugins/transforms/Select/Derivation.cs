using System.Numerics;
using System.Runtime.CompilerServices;
using Pipeline.Expressions.Binding;
using Pipeline.Expressions.Evaluation;

namespace Pipeline.Transforms.Select;

/// <summary>Writes a derived column's cells for the rows of a window.</summary>
internal abstract unsafe class Derivation
{
    /// <param name="value">What is derived.</param>
    /// <param name="offset">Where in a row of the added block its cell lies.</param>
    public static Derivation Create(DerivedValue value, int offset) => value switch
    {
        { Condition: { } condition } => new OfCondition(condition, offset),
        { Number: FloatNumber number } => new OfFloats(number, offset),
        _ => new OfIntegers((IntegerNumber)value.Number!, offset),
    };

    /// <summary>Writes a cell a row, and returns the rows that have a value; the others' cells are zero.</summary>
    /// <param name="window">The rows.</param>
    /// <param name="rows">The first of them in the added block.</param>
    /// <param name="stride">Bytes from row to row there.</param>
    public abstract ulong Write(in Window window, byte* rows, int stride);

    private sealed class OfCondition(Predicate condition, int offset) : Derivation
    {
        public override ulong Write(in Window window, byte* rows, int stride)
        {
            var bits = condition.Test(window, window.All);
            for (var row = 0; row < window.Count; row++)
                rows[offset + row * stride] = (byte)(bits >> row & 1);
            return window.All;
        }
    }

    private sealed class OfFloats(FloatNumber number, int offset) : Derivation
    {
        public override ulong Write(in Window window, byte* rows, int stride)
        {
            Span<double> values = stackalloc double[Window.Size];
            number.Evaluate(window, values);
            for (var row = 0; row < window.Count; row++)
                Unsafe.WriteUnaligned(rows + offset + row * stride, values[row]);
            return window.All;
        }
    }

    private sealed class OfIntegers(IntegerNumber number, int offset) : Derivation
    {
        public override ulong Write(in Window window, byte* rows, int stride)
        {
            Span<long> values = stackalloc long[Window.Size];
            var valid = number.Evaluate(window, values) & window.All;
            for (var row = 0; row < window.Count; row++)
                Unsafe.WriteUnaligned(rows + offset + row * stride, values[row]);
            for (var missing = window.All & ~valid; missing != 0; missing &= missing - 1)
                Unsafe.WriteUnaligned(rows + offset + BitOperations.TrailingZeroCount(missing) * stride, 0L);
            return valid;
        }
    }
}
