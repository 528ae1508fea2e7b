using System.Numerics;
using Pipeline.Grouping;

namespace Pipeline.Transforms.Aggregate.States;

/// <summary>A sum of integers, exact; one beyond 64 bits is told as the largest, or least, there is.</summary>
/// <param name="isUnsigned">Whether the integers are u64 in the guise of i64.</param>
/// <param name="emitsUnsigned">Whether an u64 is emitted.</param>
internal sealed unsafe class IntegerSumState(bool isUnsigned, bool emitsUnsigned) : ValueState
{
    public override int Size => sizeof(ExactSum);

    public override void Begin(byte* state) => *(ExactSum*)state = default;

    public override void Add(GroupTable table, int offset, ReadOnlySpan<int> groups, in Operands operands)
    {
        for (var left = operands.Rows; left != 0; left &= left - 1)
        {
            var row = BitOperations.TrailingZeroCount(left);
            ((ExactSum*)(table.State(groups[row]) + offset))->Add(operands.Integers[row], isUnsigned);
        }
    }

    public override void Write(byte* state, BatchBuilder rows, int ordinal)
    {
        var sum = ((ExactSum*)state)->Value;
        if (emitsUnsigned)
            rows.Set(ordinal, (ulong)Int128.Clamp(sum, 0, ulong.MaxValue));
        else
            rows.Set(ordinal, (long)Int128.Clamp(sum, long.MinValue, long.MaxValue));
    }

    public override double Rank(byte* state) => (double)((ExactSum*)state)->Value;
}
