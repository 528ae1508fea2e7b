using System.Numerics;
using Pipeline.Grouping;

namespace Pipeline.Transforms.Aggregate.States;

/// <summary>A sum of floats.</summary>
internal sealed unsafe class FloatSumState : ValueState
{
    public override int Size => sizeof(double);

    public override void Begin(byte* state) => *(double*)state = 0;

    public override void Add(GroupTable table, int offset, ReadOnlySpan<int> groups, in Operands operands)
    {
        for (var left = operands.Rows; left != 0; left &= left - 1)
        {
            var row = BitOperations.TrailingZeroCount(left);
            *(double*)(table.State(groups[row]) + offset) += operands.Floats[row];
        }
    }

    public override void Write(byte* state, BatchBuilder rows, int ordinal) => rows.Set(ordinal, *(double*)state);

    public override double Rank(byte* state) => *(double*)state;
}
