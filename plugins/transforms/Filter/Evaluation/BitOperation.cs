using Pipeline.Transforms.Filter.Expressions;

namespace Pipeline.Transforms.Filter.Evaluation;

/// <summary>&amp; | ^ &lt;&lt; &gt;&gt; on 64 bits, u64 if either side of &amp; | ^, or what is shifted, is. A shift by less than 0 or more than 63 has no value.</summary>
internal sealed class BitOperation(Operator operation, IntegerNumber left, IntegerNumber right) : IntegerNumber
{
    public override bool Unsigned { get; } = IsUnsigned(operation, left, right);

    public override ulong Evaluate(in Window window, Span<long> values)
    {
        Span<long> others = stackalloc long[Window.Size];
        var valid = left.Evaluate(window, values) & right.Evaluate(window, others);
        for (var row = 0; row < window.Count; row++)
            if (!TryCompute(operation, Unsigned, values[row], others[row], out values[row]))
                valid &= ~(1ul << row);
        return valid;
    }

    public static bool IsUnsigned(Operator operation, IntegerNumber left, IntegerNumber right) =>
        left.Unsigned || (right.Unsigned && operation is not (Operator.ShiftLeft or Operator.ShiftRight));

    /// <summary>Computes one value; false when there is none.</summary>
    public static bool TryCompute(Operator operation, bool unsigned, long a, long b, out long result)
    {
        result = operation switch
        {
            Operator.BitAnd => a & b,
            Operator.BitOr => a | b,
            Operator.BitXor => a ^ b,
            Operator.ShiftLeft => a << (int)b,
            _ => unsigned ? a >>> (int)b : a >> (int)b,
        };
        return (ulong)b <= 63 || operation is not (Operator.ShiftLeft or Operator.ShiftRight);
    }
}
