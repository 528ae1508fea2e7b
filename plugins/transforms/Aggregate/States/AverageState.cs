using System.Numerics;
using Pipeline.Grouping;

namespace Pipeline.Transforms.Aggregate.States;

/// <summary>A mean; of integers the sum it is made from is exact.</summary>
/// <param name="areIntegers">Whether integers are averaged, or floats.</param>
/// <param name="areUnsigned">Whether the integers are u64 in the guise of i64.</param>
internal sealed unsafe class AverageState(bool areIntegers, bool areUnsigned) : ValueState
{
    public override int Size => sizeof(Mean);

    public override void Begin(byte* state) => *(Mean*)state = default;

    public override void Add(GroupTable table, int offset, ReadOnlySpan<int> groups, in Operands operands)
    {
        for (var left = operands.Rows; left != 0; left &= left - 1)
        {
            var row = BitOperations.TrailingZeroCount(left);
            var mean = (Mean*)(table.State(groups[row]) + offset);
            mean->Count++;
            if (areIntegers)
                mean->Exact.Add(operands.Integers[row], areUnsigned);
            else
                mean->Sum += operands.Floats[row];
        }
    }

    public override void Write(byte* state, BatchBuilder rows, int ordinal) => rows.Set(ordinal, Rank(state));

    public override double Rank(byte* state)
    {
        var mean = (Mean*)state;
        return ((double)mean->Exact.Value + mean->Sum) / mean->Count;
    }

    private struct Mean
    {
        public ExactSum Exact;
        public double Sum;
        public ulong Count;
    }
}
